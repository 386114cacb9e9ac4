"""Functions, classes, modules and instances: the file that their code is in, or, where they were
defined in a session's cells, a notebook of those that they need.

The names that stand beside an object are those of the namespace its code runs in.
"""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any

from groundup.checking.loading import sessions
from groundup.checking.loading.cells import history, shown, text_of
from groundup.checking.loading.sources import read
from groundup.checking.loading.targets import Target


@contextmanager
def in_a_file(thing: Any) -> Iterator[Target | None]:
    """What is asked about as a target, as long as the block lasts; None where its code is in no
    file, and in no cell whose text is known."""
    files, owner = files_of(thing), owner_of(thing)
    name = None if inspect.ismodule(thing) else name_of(owner)
    with tempfile.TemporaryDirectory(prefix="groundup-") as folder:
        file = files[0] if files else None
        if file is not None and not file.is_file():
            session = history()  # which has the imports
            texts = [*session, *(text_of(one) for one in reversed(files))]
            names = [f"In[{number}]" for number in range(len(session))]
            names += [shown(str(one), 1)[0] for one in reversed(files)]
            file = Path(folder) / "notebook.ipynb"
            file.write_text(sessions.notebook(texts, names, Path.cwd()), encoding="utf-8")
        if file is None:
            yield None
            return
        target = Target(file, only=name, source=read(file), defaults=defaults_of(owner))
        yield target if name is None or name in target.names else None


def owner_of(thing: Any) -> Any:
    """What a method is of; anything else is its own."""
    if inspect.ismethod(thing):
        return thing.__self__
    if isinstance(thing, FunctionType):
        owner, _, method = thing.__qualname__.rpartition(".")
        there = thing.__globals__.get(owner)
        if isinstance(there, type) and vars(there).get(method) is thing:
            return there
    return thing


def class_of(thing: Any) -> Any:
    """Whose code it has: an instance has its class's."""
    known = inspect.ismodule(thing) or inspect.isclass(thing) or inspect.isroutine(thing)
    return thing if known else type(thing)


def name_of(thing: Any) -> str:
    return getattr(class_of(thing), "__name__", "")


def maker_of(thing: Any) -> str:
    """ "NumPy" or "Python" where a thing is a part of it, and no code of somebody's; else ""."""
    home = "__name__" if inspect.ismodule(thing) else "__module__"
    named = str(getattr(class_of(thing), home, ""))
    if named.partition(".")[0] == "numpy":
        return "NumPy"
    built_in = inspect.isbuiltin(thing) or named == "builtins"
    return "Python" if built_in and next(functions_of(thing), None) is None else ""


def defaults_of(thing: Any) -> dict[str, Any]:
    """What an instance has kept of its constructor's optional arguments: numbers and words."""
    kept = getattr(thing, "__dict__", {}) if class_of(thing) is not thing else {}
    return {
        one.name: kept[one.name]
        for one in (inspect.signature(type(thing)).parameters.values() if kept else ())
        if one.default is not one.empty and isinstance(kept.get(one.name), bool | int | float | str)
    }


def files_of(thing: Any) -> tuple[Path, ...]:
    """The files or cells that an object's code is in, its own first; then, where it is written in
    cells, those of what stands beside it. Only those whose text is known."""
    if inspect.ismodule(thing):
        file = getattr(thing, "__file__", None)
        return (Path(file),) if file else ()
    own = list(functions_of(owner_of(thing)))
    names = own[0].__globals__ if own else {}
    beside = [one for name, one in names.items() if not name.startswith("__")]
    around = [one for other in beside for one in functions_of(other) if one.__globals__ is names]
    files = dict.fromkeys(function.__code__.co_filename for function in (*own, *around))
    known = tuple(Path(name) for name in files if text_of(Path(name)))
    return known[:1] if known and known[0].is_file() else known


def functions_of(thing: Any) -> Iterator[FunctionType]:
    """The functions of a function, a class or an instance: as they were written, without what
    decorators put around them."""
    owner = class_of(thing)
    several = isinstance(owner, type)
    members = [one for base in owner.__mro__ for one in vars(base).values()] if several else [owner]
    for member in members:
        plain = getattr(member, "__func__", None) or getattr(member, "fget", None) or member
        if callable(plain) and isinstance(found := inspect.unwrap(plain), FunctionType):
            yield found
