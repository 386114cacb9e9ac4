"""What a learner's code changes on the disk, it changes in a copy: what it writes, makes, renames
or removes is in a folder of the check's own, and is read from there.

A network that is saved on the way does not end its training, and what was there before stays as it
is. It stays in sight, too: a program that is run again finds the files that it begins with. In a
list of a folder there are both.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeGuard

Function = Callable[..., Any]
AnyPath = str | bytes | os.PathLike[Any]
ROOM = 2**28  # bytes of theirs that are copied, in all
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
OPENERS = {"bz2": "_builtin_open", "lzma": "_builtin_open", "tarfile": "bltn_open"}
"""Modules that keep the `open` that they were loaded with, and as what."""
PATHS, FOLDERS = {"path", "file", "src"}, ("dir_fd", "src_dir_fd", "dst_dir_fd")
plain_stat, plain_lstat, plain_open, plain_mkdir = os.stat, os.lstat, io.open, os.mkdir
plain_chmod, plain_utime, plain_getcwd, plain_scandir = os.chmod, os.utime, os.getcwd, os.scandir
plain_symlink = getattr(os, "symlink", None)


def lay(own: Path) -> None:
    """From now on, in this process; the copies are in `own`."""
    overlay = Overlay(Path(tempfile.mkdtemp(dir=own)), Path(tempfile.gettempdir()))
    builtins.open = io.open = by_name(io.open, functools.partial(overlay.opening, io.open))
    for module in OPENERS.keys() & sys.modules.keys():
        setattr(sys.modules[module], OPENERS[module], io.open)
    numpy: Any = sys.modules.get("numpy.lib._datasource")
    with contextlib.suppress(AttributeError):  # its `savetxt` keeps one, too
        numpy._file_openers._file_openers[None] = io.open
    shutil._use_fd_functions = False  # type: ignore[attr-defined] - folders by their names alone
    for way, names in WAYS.items():
        for name in names.split():
            if plain := getattr(os, name, None):  # this system has it
                setattr(os, name, by_name(plain, functools.partial(way, overlay, plain)))


def by_name(plain: Function, theirs: Function) -> Function:
    """What is told by a descriptor leads to the plain one."""

    @functools.wraps(plain)
    def called(*given: Any, **named: Any) -> Any:
        path = given[0] if given else next(map(named.get, PATHS & named.keys()), ".")
        from_folder = any(named.get(one) is not None for one in FOLDERS)
        return (theirs if is_path(path) and not from_folder else plain)(*given, **named)

    return called


def is_path(given: Any) -> TypeGuard[AnyPath]:
    return isinstance(given, str | bytes | os.PathLike)


def whole(path: AnyPath) -> Path:
    """The absolute path, from here."""
    place = Path(os.fsdecode(path))
    if not place.is_absolute():  # the folder where the code stands may be gone
        place = plain_getcwd() / place
    return Path(os.path.normpath(place))


def exists(place: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return bool(plain_lstat(place))
    return False


def is_folder(place: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return stat.S_ISDIR(plain_stat(place).st_mode)
    return False


class Copies:
    """What is at a place for the code is at the same place below `there`, if something is, and else
    where it says. `temporary` files are no copies."""

    def __init__(self, there: Path, temporary: Path):
        self.there, self.temporary, self.room = there, temporary, ROOM

    def place(self, path: AnyPath) -> Path:
        """Where it is for the code, which may be in a copy of a folder, or be told of one."""
        given = whole(path)
        within = given.is_relative_to(self.there)
        return Path(given.anchor) / given.relative_to(self.there) if within else given

    def copy(self, place: Path) -> Path:
        if place.is_relative_to(self.temporary):
            return place
        return self.there / place.relative_to(place.anchor)

    def seen(self, place: Path) -> Path:
        """Where it is read: a folder that was there before is read there."""
        copy = self.copy(place)
        return copy if exists(copy) and not (is_folder(copy) and is_folder(place)) else place

    def kept(self, place: Path, with_content: bool = False) -> Path:
        """Where it is written: what it is in is made, and what it is, if that matters."""
        copy = self.copy(place)
        if copy == place or exists(copy):
            return copy
        if exists(place) and not (place.is_file() or place.is_dir()):
            return place  # a device
        self.make(copy if place.is_dir() else copy.parent)
        if with_content and place.is_file():
            self.fill(place, copy)
        return copy

    def make(self, folder: Path) -> None:
        if not exists(folder):
            self.make(folder.parent)
            with contextlib.suppress(FileExistsError):  # another thread's
                plain_mkdir(folder)

    def bring(self, source: Path, target: Path) -> None:
        """A file, or a folder as it is for the code."""
        if target != source and target.is_relative_to(source):
            raise PermissionError(f"{source} is not copied into itself while code is checked")
        if source.is_dir():
            shutil.copytree(source, target, copy_function=self.bring_file, dirs_exist_ok=True)
        else:
            self.bring_file(source, target)

    def bring_file(self, source: str | Path, target: str | Path) -> None:
        self.fill(self.seen(self.place(source)), self.kept(self.place(target)))

    def fill(self, place: Path, copy: Path) -> None:
        was = plain_stat(place)
        self.room -= was.st_size
        if self.room < 0:
            raise PermissionError(f"{place} is too large to be changed while code is checked")
        with plain_open(place, "rb") as old, plain_open(copy, "wb") as new:
            shutil.copyfileobj(old, new)
        plain_chmod(copy, stat.S_IMODE(was.st_mode))
        plain_utime(copy, ns=(was.st_atime_ns, was.st_mtime_ns))


class Overlay(Copies):
    """The functions, each with the plain one. What fails, fails as it would without, but that
    folders are made which are missing where something is written."""

    def led(self, path: AnyPath, at: Path) -> AnyPath:
        """The path itself, which errors name, if it leads there."""
        if at == whole(path):
            return path
        return os.fsencode(at) if isinstance(path, bytes) else at

    def found(self, path: AnyPath) -> AnyPath:
        return self.led(path, self.seen(self.place(path)))

    def opening(
        self, plain: Function, file: AnyPath, mode: str = "r", *given: Any, **named: Any
    ) -> Any:
        if not (isinstance(mode, str) and set(mode) & set("wax+")):
            return plain(self.found(file), mode, *given, **named)
        at = self.kept(self.place(file), with_content="w" not in mode)
        return plain(self.led(file, at), mode, *given, **named)

    def opening_low(
        self, plain: Function, path: AnyPath, flags: int, mode: int = 0o777, **named: Any
    ) -> int:
        writes = flags & WRITING
        at = self.kept(self.place(path), with_content=True) if writes else self.found(path)
        return plain(at, flags, mode, **named)

    def standing(self, plain: Function) -> str | bytes:
        """In a copy of a folder the code is in the folder."""
        here = plain()
        place = self.place(here)
        return os.fsencode(place) if isinstance(here, bytes) else str(place)

    def looking(self, plain: Function, path: AnyPath, *given: Any, **named: Any) -> Any:
        return plain(self.found(path), *given, **named)

    def truncating(self, plain: Function, path: AnyPath, length: int) -> None:
        os.lstat(path)
        plain(self.kept(self.place(path), with_content=True), length)

    def listing(self, plain: Function, path: AnyPath = ".") -> Any:
        """What is in a folder, and in the copy of it, if there are both: of that, the copy's."""
        at, copy = self.found(path), self.copy(self.place(path))
        if copy == whole(at) or not is_folder(copy):
            return plain(at)
        found = [*plain(at), *plain(os.fsencode(copy) if isinstance(path, bytes) else copy)]
        by_name = {getattr(entry, "name", entry): entry for entry in found}
        return Entries(by_name.values()) if plain is plain_scandir else [*by_name]

    def changing(self, plain: Function, path: AnyPath, *given: Any, **named: Any) -> None:
        """What there is of theirs stays as it is."""
        os.lstat(path)
        place = self.place(path)
        copy = self.copy(place)
        theirs = copy != place and exists(place)
        with contextlib.suppress(OSError) if theirs else contextlib.nullcontext():
            plain(copy, *given, **named)

    def making(self, plain: Function, path: AnyPath, *given: Any, **named: Any) -> None:
        """What was made by the run before, or was there, is no fault."""
        place = self.place(path)
        if self.copy(place) == place or not exists(self.seen(place)):
            plain(self.kept(place), *given, **named)

    def moving(self, plain: Function, src: AnyPath, dst: AnyPath) -> None:
        os.lstat(src)
        source, target = self.place(src), self.place(dst)
        if self.seen(source) == self.copy(source):
            plain(self.copy(source), self.kept(target))
        else:
            self.bring(source, target)

    def linking(
        self, plain: Function, src: AnyPath, dst: AnyPath, *given: Any, **named: Any
    ) -> None:
        """A link to what is theirs would be a way to it: it is a copy."""
        target = self.place(dst)
        source = self.place(target.parent / os.fsdecode(src) if plain is plain_symlink else src)
        os.lstat(source)
        self.bring(source, target)


WAYS: dict[Function, str] = {
    Overlay.opening_low: "open",
    Overlay.standing: "getcwd getcwdb",
    Overlay.looking: "stat lstat access readlink chdir",
    Overlay.truncating: "truncate",
    Overlay.listing: "listdir scandir",
    Overlay.changing: "remove unlink rmdir chmod lchmod chown lchown chflags lchflags utime"
    " setxattr removexattr",
    Overlay.making: "mkdir mkfifo mknod",
    Overlay.moving: "rename replace",
    Overlay.linking: "link symlink",
}


class Entries(contextlib.ExitStack):
    """As `os.scandir` gives them."""

    def __init__(self, entries: Iterable[Any]):
        super().__init__()
        self.entries = iter(entries)

    def __iter__(self) -> Iterator[Any]:
        return self.entries

    def __next__(self) -> Any:
        return next(self.entries)
