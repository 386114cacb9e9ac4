"""From a target to the names that its code defines.

A module is run statement by statement, as when it is imported or, where that is wanted, as
`__main__`. What fails (data that are not there, `input()`, `sys.exit()`) is skipped, and what
stands after it is run; `obstacles` says what was skipped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from groundup.checking.loading import obstacles
from groundup.checking.loading.execution import Absent, Skipped, execute
from groundup.checking.loading.importers import Program, Transform
from groundup.checking.loading.placeholders.fits import Fit
from groundup.checking.loading.sources import Source
from groundup.checking.loading.surroundings import Surroundings, surroundings
from groundup.checking.loading.targets import Target
from groundup.checking.model.answers import Finding


class Loaded(NamedTuple):
    names: dict[str, Any]  # of the adapter, where there is one
    module: ModuleType
    stopped: Finding | None = None  # why nothing could be run
    note: Finding | None = None  # what could not be run, in one line
    skipped: tuple[Skipped, ...] = ()
    missing: tuple[str, ...] = ()  # modules that are not installed, for which something stood in


def load(
    target: Target,
    adapter: Path | None = None,
    transform: Transform | None = None,
    names: Mapping[str, Any] | None = None,
    as_main: bool = False,
    absent: Absent | None = None,
    read: dict[Path, Source] | None = None,
    afresh: Callable[[], None] = lambda: None,
) -> Loaded:
    """The learner's code, or an adapter's, which may `import learner`.

    `transform(source)` gives the tree that is run in place of a file's own; it is asked for the
    target and for each of the learner's modules that it imports, wherever in the code that happens.
    `names` are put into all these modules before they run. `as_main` runs the target with a
    `__name__` of "__main__". `absent(name)` gives a value to a name whose statement was skipped, as
    that of data which are not there; where it gives None, or there is no `absent`, the name stays
    undefined. `read` keeps files that were read for the next call. Exceptions at the top level of a
    file skip a statement; what is no `Exception`, and no `SystemExit`, goes through. Where made-up
    tables do not fit, all is run again with others, after `afresh()`. Each call forgets the modules
    of the one before.
    """
    if target.source is None:
        return nothing(obstacles.no_module(str(target.module)))
    if target.source.error:
        return nothing(obstacles.no_python(target.source))
    around = surroundings(target.source, target.module, read)
    fit = Fit(target.source, around.read)
    while True:
        program = Program(around, transform, names, absent)
        program.install()
        module = own(program, target.source, as_main)
        if not fit.again(program.made_up, [one.error for one in program.skipped]):
            break
        afresh()
    if target.only:
        with_defaults(vars(module).get(target.only), target.defaults)
    found, stopped = {}, None
    if adapter is not None:
        sys.modules["learner"] = module
        found, stopped = adapted(program, adapter.resolve())
    said = obstacles.note(
        around,
        program.skipped,
        missing=list(program.missing),
        made_up=list(program.made_up),
        known=list(program.known),
    )
    whole = not (program.made_up or program.missing or absent)
    skipped = tuple(one._replace(own=whole) for one in program.skipped)
    return Loaded(found, module, stopped, said, skipped, tuple(program.missing))


def nothing(why: Finding) -> Loaded:
    return Loaded({}, ModuleType("nothing"), why)


def own(program: Program, source: Source, as_main: bool) -> ModuleType:
    """The module of the target, which has been run."""
    program.parents()
    around = program.surroundings
    there = sys.modules.get(around.name)
    if not as_main and there and file_of(there) == source.file and there in program.modules:
        return there  # its package has imported it
    name = free_name(around)
    module = program.blank(source, name, *(["__main__"] if as_main else []))
    module.__name__ = "__main__" if as_main else name
    program.run(module, source)
    return module


def with_defaults(thing: Any, defaults: Mapping[str, Any]) -> None:
    """Gives optional arguments of a class's constructor other defaults."""
    function = thing.__init__ if isinstance(thing, type) else None
    if not isinstance(function, FunctionType):
        return
    code, own = function.__code__, function.__defaults__ or ()
    names = code.co_varnames[code.co_argcount - len(own) : code.co_argcount]
    function.__defaults__ = tuple(map(defaults.get, names, own))
    keywords = function.__kwdefaults__ or {}
    keywords |= {name: value for name, value in defaults.items() if name in keywords}


def free_name(around: Surroundings) -> str:
    """The module's own, unless another has it that is not the learner's, or its package."""
    name = around.name
    taken = name in sys.modules or name in sys.stdlib_module_names
    return f"{name}_" if taken or name in (around.file.parent.name, "__main__") else name


def adapted(program: Program, file: Path) -> tuple[dict[str, Any], Finding | None]:
    """The names of an adapter, and what is wrong with it."""
    source = program.surroundings.source(file)
    if source.error:
        return {}, obstacles.no_python(source)
    program.surroundings.roots.append(file.parent)
    module = program.blank(source, f"{file.stem}_")
    failed = execute(module, source.fresh(), file)
    found = {name: thing for name, thing in vars(module).items() if not name.startswith("__")}
    return found, obstacles.failure(failed[0]) if failed else None


def file_of(module: ModuleType) -> Path | None:
    file = getattr(module, "__file__", None)
    return Path(file) if file else None
