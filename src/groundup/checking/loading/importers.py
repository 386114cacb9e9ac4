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
from groundup.checking.loading.sources import PYTHON_2, Source
from groundup.checking.loading.stand_ins import FETCHES, NOTEBOOK, PLOTS, TABLES, Missing
from groundup.checking.loading.surroundings import Surroundings, elsewhere, inside, package_of

MACHINERY = ("<frozen importlib", str(Path(importlib.__file__).parent), __file__)
OPEN = {"open": files.opening(lambda *given, **named: vars(builtins)["open"](*given, **named))}
INPUT = {"input": answers.answer}
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
        older = python2.NAMES if source.language == PYTHON_2 else {}
        tree = python2.Ordering().visit(tree) if older else tree
        asking = Asking(source.file, self.surroundings.read, self.made_up, [])
        known = {NAME: asking, numpy_names.SINGLE: numpy_names.single}
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
        sys.meta_path.insert(0, OwnFinder(self))
        sys.meta_path.append(LastFinder(self))
        importlib.invalidate_caches()

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
    programs = [finder.program for finder in sys.meta_path if isinstance(finder, OwnFinder)]
    before = {name: one for program in programs for name, one in program.before.items()}
    folders = {str(folder) for program in programs for folder in program.packages}
    finders = [one for one in sys.meta_path if not isinstance(one, (OwnFinder, LastFinder))]
    sys.meta_path[:] = finders
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


BOOK = "groundup.book"  # which learners derive classes from: read as if it were their own


class OwnFinder(MetaPathFinder):
    """Finds the files beside the one that imports. What only draws, which nobody will see, only
    fetches, which a check waits for in vain, or brings data is not there even where it is
    installed: what stands in for it is the same whatever release that is, and at once."""

    def __init__(self, program: Program):
        self.program = program

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        asking, _ = importing()
        if not self.program.surroundings.owns(asking):
            return None
        if path is None:
            self.program.look_around()
            found = self.program.surroundings.beside(name, Path(asking))
            if found is None and name in PLOTS | FETCHES | TABLES:
                return ModuleSpec(name, StandInLoader(), is_package=True)
            found = found or elsewhere(name)
        else:
            if isinstance(loader_of(sys.modules[name.rpartition(".")[0]]), StandInLoader):
                return ModuleSpec(name, StandInLoader(), is_package=True)
            part = name.rpartition(".")[2]
            found = self.inside(part, path)
            if name.startswith(BOOK):
                found = found or next(filter(None, (inside(Path(one), part) for one in path)), None)
        return self.program.spec(name, found) if found else None

    def inside(self, name: str, path: Sequence[str]) -> Path | None:
        """In a package of the learner's own."""
        return next((inside(f, name) for f in map(Path, path) if f in self.program.packages), None)


class LastFinder(MetaPathFinder):
    """Finds what nobody else did: further away, or a stand-in, unless the file is prepared for it
    not to be there."""

    def __init__(self, program: Program):
        self.program = program

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        asking, line = importing()
        around = self.program.surroundings
        if not around.owns(asking):
            return None
        found = around.further(name, Path(asking)) if path is None else None
        if found:
            return self.program.spec(name, found)
        tree = around.source(Path(asking)).tree
        if line in prepared(tree):
            return None
        if name not in python2.MODULES:
            self.program.missing[name] = None
        known = textbook.of_module(name, tree)
        self.program.known |= dict.fromkeys(known)
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
