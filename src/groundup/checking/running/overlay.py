"""What a learner's code changes on the disk, it changes in a copy: what it writes, makes, renames
or removes is in a folder of the check's own, and is read from there.

A network that is saved on the way does not end its training, and what was there before stays as it
is. It stays in sight, too: the check runs a program several times, and each run finds the files
that it begins with.
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
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from groundup.checking.running.places import AnyPath, is_path, whole

Function = Callable[..., Any]
ROOM = 2**28  # bytes of theirs that are copied, in all
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LOOKS = ("stat", "lstat", "access", "readlink", "chdir", "listdir", "scandir")
CHANGES = (
    *("remove", "unlink", "rmdir", "chmod", "lchmod", "chown", "lchown", "chflags", "lchflags"),
    *("utime", "setxattr", "removexattr"),
)


def lay(own: Path) -> None:
    """From now on, in this process; the copies are in `own`."""
    overlay = Overlay(Path(tempfile.mkdtemp(dir=own)), Path(tempfile.gettempdir()))
    builtins.open = io.open = overlay.opening(io.open)
    numpy: Any = sys.modules.get("numpy.lib._datasource")
    with contextlib.suppress(
        AttributeError
    ):  # its `savetxt` has the `open` that it was loaded with
        numpy._file_openers._file_openers[None] = io.open
    replace(["open"], overlay.opening_low)
    replace(LOOKS, overlay.looking)
    replace(CHANGES, overlay.changing)
    replace(["truncate"], overlay.truncating)
    replace(["mkdir", "mkfifo", "mknod"], overlay.making)
    replace(["rename", "replace"], overlay.renaming)
    replace(["link"], overlay.linking)
    replace(["symlink"], overlay.pointing)


def replace(names: Iterable[str], wrapped: Callable[[Function], Function]) -> None:
    """Functions of `os`, where this system has them."""
    for name in names:
        if plain := getattr(os, name, None):
            function = functools.wraps(plain)(wrapped(plain))
            setattr(os, name, function)
            for able in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
                able.update({function} if plain in able else ())


class Overlay:
    """What is at a place for the code is at the same place below `there`, if something is, and else
    where it says. `temporary` files are no copies. What fails, fails as it would without."""

    def __init__(self, there: Path, temporary: Path):
        self.there, self.temporary, self.room = there, temporary, ROOM
        self.stat, self.lstat = os.stat, os.lstat  # as they are now

    # Where something is.

    def copy(self, place: Path) -> Path:
        if place.is_relative_to(self.temporary) or place.is_relative_to(self.there):
            return place
        return self.there / place.relative_to(place.anchor)

    def seen(self, place: Path) -> Path:
        """Where it is read: a folder that was there before is read there."""
        copy = self.copy(place)
        if copy == place or not self.exists(copy):
            return place
        return place if self.is_folder(copy) and self.is_folder(place) else copy

    def kept(self, place: Path, with_content: bool = False) -> Path:
        """Where it is written: what it is in is made, and what it is, if that matters."""
        copy = self.copy(place)
        if copy == place or self.exists(copy):
            return copy
        if self.exists(place) and not (place.is_file() or place.is_dir()):
            return place  # a device
        copy.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            copy.mkdir()
        elif with_content and self.exists(place):
            self.fill(place, copy)
        return copy

    def exists(self, place: Path) -> bool:
        with contextlib.suppress(OSError, ValueError):
            self.lstat(place)
            return True
        return False

    def is_folder(self, place: Path) -> bool:
        with contextlib.suppress(OSError, ValueError):
            return stat.S_ISDIR(self.stat(place).st_mode)
        return False

    # What is brought there.

    def bring(self, place: Path, copy: Path) -> None:
        """A file, or a folder with what the code has changed below it."""
        if not place.is_dir():
            self.fill(place, copy)
        for part in filter(self.is_folder, dict.fromkeys((place, self.copy(place)))):
            shutil.copytree(part, copy, copy_function=self.fill, dirs_exist_ok=True)

    def fill(self, place: str | Path, copy: str | Path) -> None:
        self.room -= Path(place).stat().st_size
        if self.room < 0:
            raise PermissionError(f"{place} is too large to be changed while code is checked")
        shutil.copy2(place, copy)

    # The functions, each for the plain one.

    def opening(self, plain: Function) -> Function:
        @functools.wraps(plain)
        def opened(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            if not is_path(file):
                return plain(file, mode, *given, **named)
            place = whole(file)
            writes = isinstance(mode, str) and set(mode) & set("wax+")
            at = self.kept(place, "w" not in mode) if writes else self.seen(place)
            return plain(file if at == place else at, mode, *given, **named)

        return opened

    def opening_low(self, plain: Function) -> Function:
        look = self.looking(plain)

        def opened(path: AnyPath, flags: int, *given: Any, dir_fd: int | None = None) -> int:
            if not flags & WRITING:
                return look(path, flags, *given, dir_fd=dir_fd)
            return plain(self.kept(whole(path, dir_fd), with_content=True), flags, *given)

        return opened

    def looking(self, plain: Function) -> Function:
        def looked(path: Any = ".", *given: Any, **named: Any) -> Any:
            if not is_path(path):
                return plain(path, *given, **named)
            place = whole(path, named.get("dir_fd"))
            at = self.seen(place)
            return plain(path if at == place else at, *given, **named)

        return looked

    def changing(self, plain: Function) -> Function:
        """What there is of theirs stays as it is."""

        def changed(path: Any, *given: Any, dir_fd: int | None = None, **named: Any) -> None:
            if not is_path(path):
                plain(path, *given, **named)
                return
            os.lstat(path, dir_fd=dir_fd)
            place = whole(path, dir_fd)
            copy = self.copy(place)
            theirs = copy != place and self.exists(place)
            with contextlib.suppress(OSError) if theirs else contextlib.nullcontext():
                plain(copy, *given, **named)

        return changed

    def truncating(self, plain: Function) -> Function:
        def truncated(path: Any, length: int) -> None:
            if is_path(path):
                os.lstat(path)
                path = self.kept(whole(path), with_content=True)
            plain(path, length)

        return truncated

    def making(self, plain: Function) -> Function:
        """What was made by the run before, or was there, is no fault."""

        def made(path: AnyPath, *given: Any, dir_fd: int | None = None, **named: Any) -> None:
            place = whole(path, dir_fd)
            if self.copy(place) == place or not self.exists(self.seen(place)):
                plain(self.kept(place), *given, **named)

        return made

    def renaming(self, plain: Function) -> Function:
        def renamed(source: AnyPath, target: AnyPath, **folders: int | None) -> None:
            found, wanted = folders.get("src_dir_fd"), folders.get("dst_dir_fd")
            os.lstat(source, dir_fd=found)
            place, copy = whole(source, found), self.kept(whole(target, wanted))
            if self.seen(place) == self.copy(place):
                plain(self.copy(place), copy)
            else:
                self.bring(place, copy)

        return renamed

    def linking(self, plain: Function) -> Function:
        """A link to what is theirs would be a way to it: it is a copy."""

        def linked(source: AnyPath, target: AnyPath, **named: Any) -> None:
            found, wanted = named.get("src_dir_fd"), named.get("dst_dir_fd")
            os.lstat(source, dir_fd=found)
            self.bring(whole(source, found), self.kept(whole(target, wanted)))

        return linked

    def pointing(self, plain: Function) -> Function:
        """As above, but that it may be a link to a folder."""

        def pointed(
            source: AnyPath, target: AnyPath, is_folder: bool = False, **named: int | None
        ) -> None:
            place = whole(target, named.get("dir_fd"))
            meant = whole(place.parent / os.fsdecode(source))
            meant.lstat()
            self.bring(meant, self.kept(place))

        return pointed
