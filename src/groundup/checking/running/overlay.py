"""What a learner's code changes on the disk, it changes in a copy: what it writes, makes, renames
or removes is in a folder of the check's own, and is read from there.

A network that is saved on the way does not end its training, and what was there before stays as it
is. It stays in sight, too: the check runs a program several times, and each run finds the files
that it begins with. In a list of a folder there are both.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from groundup.checking.running.copies import Copies
from groundup.checking.running.places import AnyPath, is_path, whole

Function = Callable[..., Any]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LOOKS = ("stat", "lstat", "access", "readlink", "chdir")
OPENERS = {"bz2": "_builtin_open", "lzma": "_builtin_open", "tarfile": "bltn_open"}
"""Modules that keep the `open` that they were loaded with, and as what."""
CHANGES = (
    *("remove", "unlink", "rmdir", "chmod", "lchmod", "chown", "lchown", "chflags", "lchflags"),
    *("utime", "setxattr", "removexattr"),
)


def lay(own: Path) -> None:
    """From now on, in this process; the copies are in `own`."""
    overlay = Overlay(Path(tempfile.mkdtemp(dir=own)), Path(tempfile.gettempdir()))
    builtins.open = io.open = overlay.opening(io.open)
    for module in OPENERS.keys() & sys.modules.keys():
        setattr(sys.modules[module], OPENERS[module], io.open)
    numpy: Any = sys.modules.get("numpy.lib._datasource")
    with contextlib.suppress(AttributeError):  # its `savetxt` keeps one, too
        numpy._file_openers._file_openers[None] = io.open
    replace(["open"], overlay.opening_low)
    replace(["getcwd", "getcwdb"], overlay.standing)
    replace(LOOKS, overlay.looking)
    replace(["listdir"], lambda plain: overlay.listing(plain, joined_names))
    replace(["scandir"], lambda plain: overlay.listing(plain, Entries))
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


class Overlay(Copies):
    """The functions, each for the plain one. What fails, fails as it would without, but that
    folders are made which are missing where something is written."""

    def opening(self, plain: Function) -> Function:
        @functools.wraps(plain)
        def opened(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            if not is_path(file):
                return plain(file, mode, *given, **named)
            place = self.place(file)
            writes = isinstance(mode, str) and set(mode) & set("wax+")
            at = self.kept(place, "w" not in mode) if writes else self.seen(place)
            return plain(self.led(file, None, at), mode, *given, **named)

        return opened

    def opening_low(self, plain: Function) -> Function:
        def opened(
            path: AnyPath, flags: int, mode: int = 0o777, *, dir_fd: int | None = None
        ) -> int:
            if not flags & WRITING:
                return plain(self.found(path, dir_fd), flags, mode, dir_fd=dir_fd)
            return plain(self.kept(self.place(path, dir_fd), with_content=True), flags, mode)

        return opened

    def standing(self, plain: Function) -> Function:
        """In a copy of a folder the code is in the folder."""

        def stood() -> str | bytes:
            here = plain()
            place = self.place(here)
            return os.fsencode(place) if isinstance(here, bytes) else str(place)

        return stood

    def looking(self, plain: Function) -> Function:
        def looked(path: Any, *given: Any, **named: Any) -> Any:
            at = self.found(path, named.get("dir_fd")) if is_path(path) else path
            return plain(at, *given, **named)

        return looked

    def listing(self, plain: Function, joined: Function) -> Function:
        """What is in a folder, and in the copy of it, if there are both."""

        def listed(path: Any = ".") -> Any:
            if not is_path(path):
                return plain(path)
            at, copy = self.found(path), self.copy(self.place(path))
            if copy == whole(at) or not self.is_folder(copy):
                return plain(at)
            return joined(plain(at), plain(os.fsencode(copy) if isinstance(path, bytes) else copy))

        return listed

    def changing(self, plain: Function) -> Function:
        """What there is of theirs stays as it is."""

        def changed(path: Any, *given: Any, dir_fd: int | None = None, **named: Any) -> None:
            if not is_path(path):
                plain(path, *given, **named)
                return
            os.lstat(path, dir_fd=dir_fd)
            place = self.place(path, dir_fd)
            copy = self.copy(place)
            theirs = copy != place and self.exists(place)
            with contextlib.suppress(OSError) if theirs else contextlib.nullcontext():
                plain(copy, *given, **named)

        return changed

    def truncating(self, plain: Function) -> Function:
        def truncated(path: Any, length: int) -> None:
            if is_path(path):
                os.lstat(path)
                path = self.kept(self.place(path), with_content=True)
            plain(path, length)

        return truncated

    def making(self, plain: Function) -> Function:
        """What was made by the run before, or was there, is no fault."""

        def made(path: AnyPath, *given: Any, dir_fd: int | None = None, **named: Any) -> None:
            place = self.place(path, dir_fd)
            if self.copy(place) == place or not self.exists(self.seen(place)):
                plain(self.kept(place), *given, **named)

        return made

    def renaming(self, plain: Function) -> Function:
        def renamed(src: AnyPath, dst: AnyPath, **folders: int | None) -> None:
            from_folder, to_folder = folders.get("src_dir_fd"), folders.get("dst_dir_fd")
            os.lstat(src, dir_fd=from_folder)
            source, target = self.place(src, from_folder), self.place(dst, to_folder)
            if self.seen(source) == self.copy(source):
                plain(self.copy(source), self.kept(target))
            else:
                self.bring(source, target)

        return renamed

    def linking(self, plain: Function) -> Function:
        """A link to what is theirs would be a way to it: it is a copy."""

        def linked(src: AnyPath, dst: AnyPath, **named: Any) -> None:
            from_folder, to_folder = named.get("src_dir_fd"), named.get("dst_dir_fd")
            os.lstat(src, dir_fd=from_folder)
            self.bring(self.place(src, from_folder), self.place(dst, to_folder))

        return linked

    def pointing(self, plain: Function) -> Function:
        """As above, but that it may be a link to a folder."""

        def pointed(
            src: AnyPath, dst: AnyPath, target_is_directory: bool = False, **named: int | None
        ) -> None:
            target = self.place(dst, named.get("dir_fd"))
            source = self.place(target.parent / os.fsdecode(src))
            os.lstat(source)
            self.bring(source, target)

        return pointed


def joined_names(theirs: list[Any], own: list[Any]) -> list[Any]:
    return list(dict.fromkeys([*theirs, *own]))


class Entries:
    """As `os.scandir` gives them, of a folder and of its copy: of what is in both, the copy's."""

    def __init__(self, theirs: Iterable[Any], own: Iterable[Any]):
        known = {entry.name: entry for entry in [*theirs, *own]}
        self.entries = iter(known.values())

    def __iter__(self) -> Iterator[Any]:
        return self.entries

    def __next__(self) -> Any:
        return next(self.entries)

    def __enter__(self) -> Entries:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        self.entries = iter(())
