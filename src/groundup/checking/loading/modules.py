"""From `FILE.py`, `FILE.py:NAME` or `package.module:NAME` to the names that code defines.

A module is run as when it is imported, never as `__main__`. One that stops on the way (it reads a
file that is not there, asks for input, calls `sys.exit`) has what it had defined until then, and
the functions and classes that come after.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from groundup.checking.loading.remainder import define_rest
from groundup.checking.loading.tracebacks import last_line, shortened
from groundup.checking.model.answers import Finding
from groundup.checking.model.offered import Offered


class Target(NamedTuple):
    """What to check: a file or a module, and the one name in it, where one was given."""

    file: Path | None
    module: str | None
    only: str | None

    @property
    def folder(self) -> Path:
        return self.file.parent if self.file else Path.cwd()


class Notebook:
    """What `get_ipython()` gives a script: its magics do nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **options: None


class Loaded(NamedTuple):
    offered: Offered
    stopped: Finding | None = None  # why the module did not run to its end


def parse(target: str) -> Target:
    """Raises ValueError where there is no such file, or no name that could be a module's."""
    path, separator, only = target.rpartition(":")
    if not separator or not (path.endswith(".py") or ("/" not in only and "\\\\" not in only)):
        path, only = target, ""
    if path.endswith(".py") or Path(path).exists():
        file = Path(path).resolve()
        if not file.is_file():
            raise ValueError(
                f"expected a Python file, but there is none at {path}; "
                "give FILE.py, FILE.py:NAME or package.module:NAME"
            )
        return Target(file, None, only or None)
    if not all(part.isidentifier() for part in path.split(".")):
        raise ValueError(
            f"expected FILE.py, FILE.py:NAME or package.module:NAME, got {target!r}; "
            "check the spelling, and for a program in another language give --command"
        )
    return Target(None, path, only or None)


def load(target: Target, adapter: Path | None = None) -> Loaded:
    """The learner's code, or an adapter's, which may `import learner`. Exceptions at module level
    end up in `stopped`."""
    sys.path.insert(0, str(target.folder))
    module, stopped = run(target)
    if adapter is None:
        return Loaded(Offered(defined(module, target.only), file_of(module), target.only), stopped)
    sys.modules["learner"] = module
    sys.path.insert(1, str(adapter.resolve().parent))
    adapting, also = run(Target(adapter.resolve(), None, None))
    names = {name: thing for name, thing in vars(adapting).items() if not name.startswith("__")}
    names = {name: thing for name, thing in names.items() if not isinstance(thing, ModuleType)}
    return Loaded(Offered(names, file_of(module), None), also or stopped)


def run(target: Target) -> tuple[ModuleType, Finding | None]:
    """The module, as far as it got."""
    if target.file:
        name = target.file.stem if target.file.stem not in sys.modules else f"{target.file.stem}_"
        spec = importlib.util.spec_from_file_location(name, target.file)
    else:
        name = str(target.module)
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            spec = None
    if spec is None or spec.loader is None:
        message = f"There is no module {name}; run the check where it can be imported"
        return ModuleType(name), Finding("not imported", message)
    module = importlib.util.module_from_spec(spec)
    module.__dict__["get_ipython"] = Notebook  # a script that was exported from one asks for it
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        if target.file:
            define_rest(module, target.file, error)
        return module, stop(error)
    return module, None


def stop(error: BaseException) -> Finding:
    """Why a module did not run to its end."""
    if isinstance(error, SystemExit):
        message = "The file calls sys.exit() when it is imported"
    elif isinstance(error, EOFError):
        message = "The file asks for input when it is imported"
    else:
        message = f"The file raised {last_line(error).rstrip('.')} when it was imported"
    message += '; put what it should only do when it is run under if __name__ == "__main__":'
    if isinstance(error, ModuleNotFoundError):
        message = (
            f"The file imports {error.name}, which is not installed where groundup is: install it "
            "there, or groundup where it is"
        )
    if isinstance(error, SyntaxError):
        message = f"The file is not Python: {last_line(error)} in line {error.lineno}"
    return Finding("not imported", message, shortened(error))


def file_of(module: ModuleType) -> Path | None:
    file = getattr(module, "__file__", None)
    return Path(file) if file else None


def defined(module: ModuleType, only: str | None) -> dict[str, Any]:
    """The names that a module defines itself, in their order; those that it imports from files
    beside it, after them; and `only`, wherever it is from."""
    own, beside = {}, {}
    file = file_of(module)
    folder = file.parent if file else None
    for name, thing in vars(module).items():
        origin = getattr(thing, "__module__", None)
        if name.startswith("__") or isinstance(thing, ModuleType):
            continue
        if origin == module.__name__ or name == only:
            own[name] = thing
        elif origin in sys.modules and callable(thing):
            other = file_of(sys.modules[str(origin)])
            if other and other.parent == folder:
                beside[name] = thing
    return own | beside
