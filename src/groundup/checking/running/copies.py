"""Where a learner's files and their copies are, and how a copy is made."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import stat
from pathlib import Path

from groundup.checking.running.places import AnyPath, whole

ROOM = 2**28  # bytes of theirs that are copied, in all


class Copies:
    """What is at a place for the code is at the same place below `there`, if something is, and else
    where it says. `temporary` files are no copies."""

    def __init__(self, there: Path, temporary: Path):
        self.there, self.temporary, self.room = there, temporary, ROOM
        self.stat, self.lstat, self.mkdir = os.stat, os.lstat, os.mkdir  # as they are now
        self.chmod, self.utime, self.open = os.chmod, os.utime, io.open

    def place(self, path: AnyPath, folder: int | None = None) -> Path:
        """Where it is for the code, which may be in a copy of a folder, or be told of one."""
        given = whole(path, folder)
        if not given.is_relative_to(self.there):
            return given
        return Path(given.anchor) / given.relative_to(self.there)

    def copy(self, place: Path) -> Path:
        if place.is_relative_to(self.temporary):
            return place
        return self.there / place.relative_to(place.anchor)

    def found(self, path: AnyPath, folder: int | None = None) -> AnyPath:
        """Where it is read; the path itself, which errors name, if it leads there."""
        return self.led(path, folder, self.seen(self.place(path, folder)))

    def led(self, path: AnyPath, folder: int | None, at: Path) -> AnyPath:
        if at == whole(path, folder):
            return path
        return os.fsencode(at) if isinstance(path, bytes) else at

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
        self.make(copy if place.is_dir() else copy.parent)
        if with_content and place.is_file():
            self.fill(place, copy)
        return copy

    def make(self, folder: Path) -> None:
        if not self.exists(folder):
            self.make(folder.parent)
            with contextlib.suppress(FileExistsError):  # another thread's
                self.mkdir(folder)

    def exists(self, place: Path) -> bool:
        with contextlib.suppress(OSError, ValueError):
            self.lstat(place)
            return True
        return False

    def is_folder(self, place: Path) -> bool:
        with contextlib.suppress(OSError, ValueError):
            return stat.S_ISDIR(self.stat(place).st_mode)
        return False

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
        was = self.stat(place)
        self.room -= was.st_size
        if self.room < 0:
            raise PermissionError(f"{place} is too large to be changed while code is checked")
        with self.open(place, "rb") as old, self.open(copy, "wb") as new:
            shutil.copyfileobj(old, new)
        self.chmod(copy, stat.S_IMODE(was.st_mode))
        self.utime(copy, ns=(was.st_atime_ns, was.st_mtime_ns))
