"""What stands in for a module that is not installed, and for what comes from it.

It can be called, indexed, inherited from and asked for any attribute, and does nothing, so that
what stands after its import is defined all the same. It is no number: where one is needed, it says
that the module is missing.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import GeneratorType, ModuleType
from typing import Any, NoReturn

import numpy as np

from groundup.checking.loading.placeholders import libraries

SUBSTITUTES: dict[str, Callable[..., Any]] = {  # the same numbers, from NumPy alone
    "scipy.special.expit": lambda x: np.exp(-np.logaddexp(0.0, np.negative(x))),
    "scipy.special.logsumexp": lambda x, axis=None: np.logaddexp.reduce(x, axis=axis),
    "scipy.special.softmax": lambda x, axis=None: np.exp(
        x - np.logaddexp.reduce(x, axis=axis, keepdims=True)
    ),
}
PLOTS = {"matplotlib", "mpl_toolkits", "seaborn", "pylab", "plotly", "bokeh"}  # they only draw
TABLES = {"keras", "pandas", "sklearn", "tensorflow"}  # data, whose shapes alone matter
FETCHES = {"aiohttp", "gdown", "httpx", "kaggle", "kagglehub", "requests", "wget"}  # from elsewhere
PASSING = {"tqdm", "trange", "tqdm_notebook", "tnrange", "track", "prange"}  # bars around a loop
TURNS = (range, enumerate, zip, GeneratorType)
RANGES = {"trange", "tnrange", "prange"}


class StandIn:
    """Of `path`, as in "pandas.read_csv"."""

    _path: str

    def __init__(self, path: str):
        self.__dict__["_path"] = path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # a protocol: it has none
        return part(f"{self._path}.{name}")

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        name = self._path.rpartition(".")[2]
        turns = bool(arguments) and isinstance(arguments[0], TURNS)  # of a loop, and nothing else
        if arguments and (name in PASSING or turns):
            return Bar(self._path, range(*arguments) if name in RANGES else arguments[0])
        alone = len(arguments) == 1 and not options
        if alone and (isinstance(arguments[0], type) or hasattr(arguments[0], "__code__")):
            return arguments[0]  # it decorates
        return self

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return inherited()

    def __iter__(self) -> Iterator[Any]:
        return iter([self] * unpacked()) if self._path.split(".")[0] in PLOTS else self._missing()

    def __format__(self, form: str) -> str:
        return str(self)

    def __repr__(self) -> str:
        return f"<{self._path}, which is missing>"

    def _missing(self, *arguments: Any, **options: Any) -> NoReturn:
        name = self._path.split(".")[0]
        raise ModuleNotFoundError(
            f"{self._path} is needed, and {name} could not be imported: install it where groundup "
            "is, or groundup where it is",
            name=name,
        )

    __array__ = __float__ = __int__ = __index__ = __complex__ = __round__ = _missing


def unpacked() -> int:
    """How many things the code that iterates wants, as in `figure, axes = plt.subplots()`; 0 where
    it goes through them in a loop."""
    frame = sys._getframe(2)
    code = frame.f_code.co_code
    wants = dis.opname[code[frame.f_lasti]] in ("UNPACK_SEQUENCE", "UNPACK_EX")
    return code[frame.f_lasti + 1] if wants else 0


def calculated(self: StandIn, *others: Any) -> StandIn:
    """What a calculation with stand-ins and plain numbers gives."""
    if all(isinstance(other, (StandIn, int, float, str, slice)) for other in others):
        return self
    return self._missing()


class Inherited:
    """The base of a class whose own base is missing."""

    def __init__(self, *arguments: Any, **options: Any):
        pass


def inherited() -> tuple[type, ...]:
    """A base of its own for each: no class has the same twice."""
    return (type("Inherited", (Inherited,), {}),)


ITSELF = object()
ANSWERS: dict[str, Any] = {  # of its methods, whatever they are given
    "setattr": None, "getitem": ITSELF, "setitem": None, "enter": ITSELF, "exit": None, "len": 0,
    "contains": False, "instancecheck": False,
    "bool": False,  # so that no loop waits for it
}  # fmt: skip
for method, answer in ANSWERS.items():
    setattr(
        StandIn,
        f"__{method}__",
        lambda self, *given, answer=answer: self if answer is ITSELF else answer,
    )
for operator in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or"):
    setattr(StandIn, f"__{operator}__", calculated)
    setattr(StandIn, f"__r{operator}__", calculated)
for operator in ("lt", "le", "gt", "ge", "neg", "pos", "abs", "invert"):
    setattr(StandIn, f"__{operator}__", calculated)


def part(path: str) -> Any:
    """What is at a path, as "scipy.special.expit": the same, made-up data, or a stand-in."""
    return SUBSTITUTES.get(path) or libraries.part(path) or StandIn(path)


class Bar(StandIn):
    """What shows the progress of a loop over `things`, and goes through them; `n` of them so
    far."""

    _things: Any

    def __init__(self, path: str, things: Iterable[Any]):
        super().__init__(path)
        self.__dict__.update(_things=things, n=0)

    def __iter__(self) -> Iterator[Any]:
        for n, one in enumerate(self._things):
            self.__dict__["n"] = n
            yield one

    def __len__(self) -> int:
        return len(self._things)

    def __bool__(self) -> bool:
        return True


class Missing(ModuleType):
    """A module that is not installed, and any part of it."""

    def __init__(self, name: str, known: Mapping[str, Any] | None = None):
        super().__init__(name)
        known = known or {}  # what it has all the same
        vars(self).update(known, __path__=[], __all__=list(known))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return part(f"{self.__name__}.{name}")

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return inherited()

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return StandIn(self.__name__)(*arguments, **options)


NOTEBOOK = {name: StandIn(name) for name in ("get_ipython", "display")}  # what Jupyter has built in
