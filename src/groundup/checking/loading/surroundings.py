"""What a learner's file may import from the files around it, and under which names.

A file is found as it would be when its program is started: from its own folder, from the root of
its package, or from a folder above, up to the project's. A file is never what it imports itself:
`neural_network/neural_network.py` means its package when it says `neural_network`.
"""

from __future__ import annotations

import ast
import re
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from pathlib import Path

from groundup.checking.loading.sources import Source, decoded, read
from groundup.checking.loading.targets import Target

PROJECT = (".git", "pyproject.toml", "setup.cfg")  # what is in a project's top folder
ABOVE = 4  # folders looked through, at most
INSTALLED = frozenset(("site-packages", "dist-packages"))


@dataclass
class Surroundings:
    """Of one file. `package` is that which it belongs to, "" where to none."""

    file: Path
    package: str
    roots: list[Path]  # where its imports begin: its folder, its package's root, what it adds
    read: dict[Path, Source] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's own, with its package's."""
        if self.file.stem == "__init__":
            return self.package
        return f"{self.package}.{self.file.stem}" if self.package else self.file.stem

    def source(self, file: Path) -> Source:
        """Of a file, which is read once. Raises OSError."""
        if file not in self.read:
            self.read[file] = read(file)
        return self.read[file]

    def owns(self, file: str | Path | None) -> bool:
        """Whether a file is one of those that were read."""
        return file is not None and Path(file) in self.read

    def beside(self, name: str, asking: Path) -> Path | None:
        """The module or package `name` that an import in the file `asking` means: a file, or the
        folder of a package."""
        if self.package and name == self.package.split(".")[0]:
            return inside(self.roots[1], name)
        needs_folder = asking in self.read and name in parents(self.read[asking])
        for root in self.roots:
            found = within(root, name)
            if found and found != asking and not (needs_folder and found.is_file()):
                return found
        roots = self.roots if is_no_module(name) else self.roots[2:]
        return next((root / name for root in roots if is_code(root / name)), None)

    def further(self, name: str, asking: Path) -> Path | None:
        """The same, where nothing of that name is installed: folders without an `__init__.py`, the
        asking file's own folder, as in Python 2, those above, a `src` in one of these, names that
        differ only in upper and lower case, and the one file of that name in a folder below."""
        folder = self.source(asking).folder
        near = [*dict.fromkeys((*self.roots, folder, *above(folder)))]
        near += filter(Path.is_dir, [folder / "src" for folder in near])
        for root in near:
            found = within(root, name)
            if found and found != asking:
                return found
            if is_code(root / name):
                return root / name
        cases = (another_case(root, name, asking) for root in self.roots)
        below = [one for one in folder.glob(f"*/{name}.py") if one != asking]
        return next(filter(None, cases), below[0] if len(below) == 1 else None)


def surroundings(
    source: Source, name: str | None = None, read: dict[Path, Source] | None = None
) -> Surroundings:
    """Those of a file, which is the module `name`, where that is known. `read` keeps the files that
    are read from one time to the next."""
    file = source.file
    read = {} if read is None else read
    read[file] = source
    package = root = None
    if name is not None:
        package = name if file.stem == "__init__" else name.rpartition(".")[0]
        root = file.parent
        for _ in package.split(".") if package else ():
            root = root.parent
    else:
        root, package = package_of(source)
    return Surroundings(file, package, [source.folder, root], read)


def package_of(source: Source) -> tuple[Path, str]:
    """The folder that a file's package is in, and the package's name, "" for none; folders belong
    to it as far as they have an `__init__.py`, or as relative imports reach."""
    levels = [node.level for node in source.imports if isinstance(node, ast.ImportFrom)]
    folder, names = source.folder, []
    while (folder / "__init__.py").is_file() or len(names) < max(levels, default=0):
        if folder == folder.parent:
            break
        names.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(names)


def within(folder: Path, name: str) -> Path | None:
    """The file of the module `name` in a folder, or its folder where it is a package."""
    if (folder / name / "__init__.py").is_file():
        return folder / name
    file = folder / f"{name}.py"
    return file if file.is_file() else None


def inside(folder: Path, name: str) -> Path | None:
    """The same of a package's own folder, where nothing else could be meant."""
    found = within(folder, name) or another_case(folder, name)
    return found or (folder / name if is_code(folder / name) else None)


def is_code(folder: Path) -> bool:
    """Whether a folder without an `__init__.py` is a package all the same."""
    return folder.is_dir() and (any(folder.glob("*.py")) or any(folder.glob("*/*.py")))


def is_no_module(name: str) -> bool:
    """Whether Python itself finds a folder of that name at most, such as a `src` of its own."""
    if name in sys.modules or name in sys.builtin_module_names:
        return False
    found = PathFinder.find_spec(name)
    return found is None or found.loader is None or found.origin is None


def elsewhere(name: str) -> Path | None:
    """A module's file, or a package's folder, that Python itself finds, as by PYTHONPATH, and that
    is neither Python's nor installed: then it is the learner's."""
    found = None if name in sys.builtin_module_names else PathFinder.find_spec(name)
    file = Path(found.origin) if found and found.origin else Path()
    theirs = INSTALLED & {*file.parts} or file.is_relative_to(sysconfig.get_path("stdlib"))
    if theirs or file.suffix != ".py" or not file.is_file():
        return None
    return file.parent if file.stem == "__init__" else file


def another_case(folder: Path, name: str, asking: Path | None = None) -> Path | None:
    """`Layer.py` for `layer`, where there is only one such."""
    wanted = {name.lower(), f"{name.lower()}.py"}
    found = [path for path in folder.iterdir() if path.name.lower() in wanted and path != asking]
    return found[0] if len(found) == 1 and (found[0].is_file() or is_code(found[0])) else None


def above(folder: Path) -> Iterator[Path]:
    """The folders above a file's own, as far as the project reaches."""
    spare = Path(tempfile.gettempdir())  # a check's own, in that of all
    for _ in range(ABOVE):
        if any((folder / mark).exists() for mark in PROJECT) or installs(folder / "setup.py"):
            return
        folder = folder.parent
        if folder in (Path.home(), spare, *spare.parents[:2], folder.parent):
            return
        yield folder


def installs(file: Path) -> bool:
    """Whether a `setup.py` is that of a project, and no module of the learner's."""
    return file.is_file() and re.search(r"\b(setuptools|distutils)\b", decoded(file)) is not None


def parents(source: Source) -> set[str]:
    """The names of which a file imports a part: `nn` in `from nn.layer import Dense`."""
    modules = {
        module
        for node in source.imports
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if not node.level
            else []
        )
    }
    return {module.split(".")[0] for module in modules if "." in module}


# Which files a program is made of, from its imports alone.


def sources(target: Target) -> list[Source]:
    """The target's own, and then those of its own modules that it imports, directly or not."""
    if target.source is None:
        return []
    around = surroundings(target.source, target.module)
    waiting, found = [target.source.file], dict.fromkeys([target.source.file])
    while waiting:
        asking = waiting.pop(0)
        for file in imported(around.source(asking), around):
            if file not in found:
                found[file] = None
                waiting.append(file)
    return [around.source(file) for file in found]


def imported(source: Source, around: Surroundings) -> Iterator[Path]:
    """The learner's own files that a file of theirs imports."""
    for node in source.imports:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from files(around, source.file, 0, alias.name.split("."))
        else:
            module = node.module.split(".") if node.module else []
            for alias in node.names:
                yield from files(around, source.file, node.level, [*module, alias.name])


def files(around: Surroundings, asking: Path, level: int, parts: list[str]) -> Iterator[Path]:
    """The files on the way to a module, or to a name in one."""
    if level:
        where = asking.parents[level - 1]
    else:
        top, *parts = parts
        where = around.beside(top, asking) or around.further(top, asking)
    for part in [*parts, None]:
        if where is None:
            return
        file = where / "__init__.py" if where.is_dir() else where
        if file.is_file():
            yield file
        if part is None or not where.is_dir():
            return
        where = inside(where, part)
