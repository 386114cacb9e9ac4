"""How a learner's modules are imported: their own files by their surroundings, changed on the way
where somebody wants that; a stand-in for what is not installed.

Two finders are put into `sys.meta_path`, one before Python's own and one after them. They answer
only imports that are made in the learner's files, so that nobody else meets their `random.py`.
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from groundup.checking.loading import numpy_names, python2, textbook
from groundup.checking.loading.execution import Absent, Skipped, execute
from groundup.checking.loading.placeholders import answers, files, libraries
from groundup.checking.loading.placeholders.callers import NAME, Asking
from groundup.checking.loading.repairs import PYTHON_2
from groundup.checking.loading.sources import Source
from groundup.checking.loading.stand_ins import FETCHES, NOTEBOOK, PLOTS, TABLES, Missing
from groundup.checking.loading.surroundings import Surroundings, elsewhere, inside, package_of

MACHINERY = ("<frozen importlib", str(Path(importlib.__file__).parent), __file__)
OPENER = files.reading(
    lambda *given, **named: vars(builtins)["open"](*given, **named), files.opened
)
OPEN = {"open": OPENER}
INPUT = {"input": answers.answer}
BOOK = "groundup.book"  # which learners derive classes from: read as if it were their own
Transform = Callable[[Source], ast.Module]


class Program:
    """A learner's modules while they run: where they are found, how they are changed, and what was
    skipped in them or was not there."""

    def __init__(
        self,
        surroundings: Surroundings,
        transform: Transform | None = None,
        names: Mapping[str, Any] | None = None,
        absent: Absent | None = None,
    ):
        self.surroundings, self.transform, self.names = surroundings, transform, dict(names or {})
        self.absent = absent
        self.skipped: list[Skipped] = []
        self.missing: dict[str, None] = {}  # modules that are not installed, in their order
        self.known: dict[str, None] = {}  # functions of missing modules that are known all the same
        self.made_up: dict[str, None] = {}  # files that are not there, and were made up
        self.modules: list[ModuleType] = []  # the learner's, in the order in which they began
        self.path = list(sys.path)
        self.before: dict[str, ModuleType] = {}  # all that were imported before it runs
        self.replaced: dict[str, ModuleType] = {}  # others' modules, while it runs
        self.packages: set[Path] = set()  # the folders of the learner's own

    def run(self, module: ModuleType, source: Source) -> None:
        if source.error:
            raise source.error
        tree = self.transform(source) if self.transform else source.fresh()
        if module.__package__:
            made_relative(tree, lambda name: self.is_relative(name, source.file))
        is_older = source.language == PYTHON_2
        older = python2.NAMES | {"raw_input": answers.answer} if is_older else {}
        tree = python2.Ordering().visit(tree) if older else tree
        asking = Asking(source.file, self.surroundings.read, self.made_up, [])
        known = {NAME: asking, numpy_names.SINGLE: numpy_names.single}
        known |= {"np": importlib.import_module("numpy")} if source.forgets_numpy else {}
        vars(module).update(NOTEBOOK | OPEN | INPUT | older | known | self.names)
        files.wrap(source.text)
        self.modules.append(module)
        self.place(module, source)
        module.__doc__ = ast.get_docstring(tree)
        self.skipped += execute(module, tree, source.file, self.absent)

    def place(self, module: ModuleType, source: Source) -> None:
        """Puts a module that was imported by its bare name, and imports others of its package by
        dots, into that package."""
        package = package_of(source)[1]
        spec = module.__spec__
        if spec and not spec.parent and package and "from ." in source.text:
            module.__spec__ = ModuleSpec(f"{package}.{source.file.stem}", spec.loader)
            module.__package__ = package

    def is_relative(self, name: str, file: Path) -> bool:
        """Whether a file's import is of a module of its own package, as it is in Python 2."""
        older = any(one.language == PYTHON_2 for one in self.surroundings.read.values())
        return older and inside(file.parent, name) not in (None, file)

    def spec(self, name: str, found: Path) -> ModuleSpec | None:
        """Of the module in a file, or of the package in a folder."""
        file = found / "__init__.py" if found.is_dir() else found
        self.packages |= {found} if found.is_dir() else set()
        if not file.is_file():
            spec = ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [str(found)]
            return spec
        self.surroundings.source(file)
        inner = [str(found)] if found.is_dir() else None
        loader = OwnLoader(self, file)
        return importlib.util.spec_from_file_location(
            name, file, loader=loader, submodule_search_locations=inner
        )

    def look_around(self) -> None:
        """Where the code has put a folder into `sys.path`, its imports begin there too."""
        roots = self.surroundings.roots
        added = [Path(entry).resolve() for entry in sys.path if entry not in self.path]
        roots += [folder for folder in added if folder.is_dir() and folder not in roots]

    def install(self) -> None:
        """Instead of the program that was installed before; its modules are forgotten."""
        uninstall()
        self.before = dict(sys.modules)
        sys.meta_path.insert(0, Finder(self, self.own))
        sys.meta_path.append(Finder(self, self.other))
        importlib.invalidate_caches()

    def own(
        self, name: str, path: Sequence[str] | None, asking: Path, line: int
    ) -> ModuleSpec | None:
        """A file beside the one that imports. What only draws, which nobody will see, only fetches,
        which a check waits for in vain, or brings data is not there even where it is installed:
        what stands in for it is the same whatever release that is, and at once."""
        if path is None:
            self.look_around()
            found = self.surroundings.beside(name, asking)
            if found is None and name in PLOTS | FETCHES | TABLES:
                return stand_in(name)
            found = found or elsewhere(name)
        else:
            package, _, part = name.rpartition(".")
            if isinstance(loader_of(sys.modules[package]), StandInLoader):
                return stand_in(name)
            folders = [Path(one) for one in path]
            own = [one for one in folders if one in self.packages or name.startswith(BOOK)]
            found = next(filter(None, (inside(one, part) for one in own)), None)
        return self.spec(name, found) if found else None

    def other(
        self, name: str, path: Sequence[str] | None, asking: Path, line: int
    ) -> ModuleSpec | None:
        """What nobody else found: further away, or a stand-in, unless the file is prepared for it
        not to be there."""
        found = self.surroundings.further(name, asking) if path is None else None
        if found:
            return self.spec(name, found)
        tree = self.surroundings.source(asking).tree
        if line in prepared(tree):
            return None
        if name not in python2.MODULES:
            self.missing[name] = None
        known = textbook.of_module(name, tree)
        self.known |= dict.fromkeys(known)
        return stand_in(name, known)

    def parents(self) -> None:
        """Imports the packages that the program's own file is in, as happens before it is."""
        folder = self.surroundings.roots[1]
        name = ""
        for part in filter(None, self.surroundings.package.split(".")):
            folder, outer = folder / part, name
            name = f"{name}.{part}" if name else part
            if name in sys.modules or (spec := self.spec(name, folder)) is None:
                continue
            sys.modules[name] = module = importlib.util.module_from_spec(spec)
            if outer:
                setattr(sys.modules[outer], part, module)
            if isinstance(spec.loader, OwnLoader):
                spec.loader.exec_module(module)

    def blank(self, source: Source, name: str, *others: str) -> ModuleType:
        """The module of a file before it is run, known under several names."""
        file = source.file
        spec = self.spec(name, file.parent if file.stem == "__init__" else file)
        assert spec is not None
        module = importlib.util.module_from_spec(spec)
        for one in (name, *others):
            if one in sys.modules:
                self.replaced[one] = sys.modules[one]
            sys.modules[one] = module
        return module


def made_relative(tree: ast.Module, is_relative: Callable[[str], bool]) -> None:
    """`from base import f` as `from .base import f`, in a tree that is changed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            node.level = int(is_relative((node.module or "").split(".")[0]))


def uninstall() -> None:
    """Takes out the finders, and all modules that they found."""
    programs = {finder.program for finder in sys.meta_path if isinstance(finder, Finder)}
    before = {name: one for program in programs for name, one in program.before.items()}
    folders = {str(folder) for program in programs for folder in program.packages}
    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, Finder)]
    for name, module in list(sys.modules.items()):
        if before.get(name) is module or not isinstance(module, ModuleType):
            continue
        own = isinstance(loader_of(module), (OwnLoader, StandInLoader))
        if own or not folders.isdisjoint(vars(module).get("__path__") or ()):
            del sys.modules[name]
    for program in programs:
        sys.modules.update(program.replaced)
        sys.path[:] = [entry for entry in sys.path if entry in program.path]


def loader_of(module: ModuleType) -> Any:
    spec = vars(module).get("__spec__")
    return spec.loader if spec else None


class OwnLoader(Loader):
    """Runs a learner's file."""

    def __init__(self, program: Program, file: Path):
        self.program, self.file = program, file

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        self.program.run(module, self.program.surroundings.source(self.file))


class StandInLoader(Loader):
    """Makes a stand-in for a module, or takes one that is called otherwise today."""

    def __init__(self, known: Mapping[str, Any] | None = None):
        self.known = known

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Missing(spec.name, self.known)

    def exec_module(self, module: ModuleType) -> None:
        today = (python2.MODULES | libraries.MODULES).get(module.__name__)
        if today:
            found = vars(importlib.import_module(today))
            vars(module).update({k: v for k, v in found.items() if not k.startswith("__")})


class Finder(MetaPathFinder):
    """Answers imports that are made in the learner's files, by a function of their name, the path
    of their package, their file and their line."""

    def __init__(self, program: Program, spec: Callable[..., ModuleSpec | None]):
        self.program, self.spec = program, spec

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        asking, line = importing()
        owns = self.program.surroundings.owns(asking)
        return self.spec(name, path, Path(asking), line) if owns else None


def stand_in(name: str, known: Mapping[str, Any] | None = None) -> ModuleSpec:
    return ModuleSpec(name, StandInLoader(known), is_package=True)


def importing() -> tuple[str, int]:
    """The file and the line of the import that is being made."""
    frame = sys._getframe(1)
    while frame and frame.f_code.co_filename.startswith(MACHINERY):
        frame = frame.f_back
    return (frame.f_code.co_filename, frame.f_lineno) if frame else ("", 0)


def prepared(tree: ast.Module) -> set[int]:
    """The lines of a file in which an import may fail, since that is caught."""
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Try) and any(map(catches, node.handlers))
        for line in range(node.lineno, (node.body[-1].end_lineno or 0) + 1)
    }


def catches(handler: ast.ExceptHandler) -> bool:
    caught = {
        node.id
        for node in ast.walk(handler.type or ast.Name("Exception"))
        if isinstance(node, ast.Name)
    }
    return bool(caught & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
