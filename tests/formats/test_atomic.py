"""A file is written whole or not at all, and otherwise as open() would write it."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from groundup.formats.atomic import write_atomically


def no_space(*_args):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt(*_args):
    raise KeyboardInterrupt


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "model"
    path.write_bytes(b"old")
    return path


def test_a_new_file_has_the_bytes_and_nothing_lies_beside_it(tmp_path):
    write_atomically(str(tmp_path / "new"), b"\0data\n")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"new": b"\0data\n"}


def test_an_old_file_is_replaced(old):
    write_atomically(old, b"newer")
    assert {path.name: path.read_bytes() for path in old.parent.iterdir()} == {"model": b"newer"}


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("failure", [no_space, interrupt])
def test_a_failure_at_any_step_leaves_the_old_file_alone(step, failure, old, monkeypatch):
    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), failure)
    with pytest.raises((OSError, KeyboardInterrupt)):
        write_atomically(old, b"newer")
    assert {path.name: path.read_bytes() for path in old.parent.iterdir()} == {"model": b"old"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_disk_that_takes_no_byte_leaves_the_old_file_alone(old, monkeypatch):
    really_open = Path.open
    opened = []

    def open_on_a_full_disk(path, *args, **kwargs):
        opened.append(path)
        path.symlink_to("/dev/full")
        return really_open(path, "wb")

    monkeypatch.setattr(Path, "open", open_on_a_full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(old, b"newer")
    monkeypatch.undo()
    assert [path.parent for path in opened] == [old.parent]
    assert {path.name: path.read_bytes() for path in old.parent.iterdir()} == {"model": b"old"}


def test_the_bytes_are_on_the_disk_before_the_old_file_goes(old, monkeypatch):
    seen = []
    really_replace = Path.replace
    monkeypatch.setattr(os, "fsync", lambda number: seen.append(os.fstat(number).st_size))

    def replace(path, target):
        seen.append(Path(target).read_bytes())
        return really_replace(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    write_atomically(old, b"newer")
    assert seen == [5, b"old"]


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_permissions_that_open_would_give(umask, tmp_path):
    before = os.umask(umask)
    try:
        (tmp_path / "opened").write_bytes(b"")
        write_atomically(tmp_path / "new", b"data")
    finally:
        os.umask(before)
    assert mode(tmp_path / "new") == mode(tmp_path / "opened") == 0o666 & ~umask


def test_an_old_file_keeps_its_permissions(old):
    old.chmod(0o640)
    write_atomically(old, b"newer")
    assert mode(old) == 0o640


def test_a_write_protected_file_is_refused(old, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != old)  # also for root
    with pytest.raises(PermissionError):
        write_atomically(old, b"newer")
    assert {path.name: path.read_bytes() for path in old.parent.iterdir()} == {"model": b"old"}


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_a_link_and_what_it_points_to_is_written(exists, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "elsewhere" / "model"
    if exists:
        target.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(Path("elsewhere") / "model")
    write_atomically(link, b"newer")
    assert link.is_symlink()
    assert target.read_bytes() == b"newer"
    assert list(target.parent.iterdir()) == [target]


def test_a_device_is_written_to_and_stays_a_device(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"data")
        assert os.read(reader, 10) == b"data"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_or_a_place_in_no_folder_is_refused(tmp_path, old):
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path, b"data")
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "model", b"data")
    with pytest.raises(NotADirectoryError):
        write_atomically(old / "model", b"data")
    assert list(tmp_path.iterdir()) == [old]


def test_the_longest_name_that_the_system_takes_can_be_written(tmp_path):
    path = tmp_path / ("m" * 255)
    write_atomically(path, b"data")
    assert path.read_bytes() == b"data"


KILLED = """
import os, signal, sys
from groundup.formats.atomic import write_atomically
os.fsync = lambda file: os.kill(os.getpid(), signal.SIGKILL)
write_atomically(sys.argv[1], b"never whole")
"""


def kill_a_writer(path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", KILLED, str(path)])
    assert run.returncode == -signal.SIGKILL


def test_what_a_killed_writer_left_goes_with_the_next_write(old):
    kill_a_writer(old)
    kill_a_writer(old)
    assert len(list(old.parent.iterdir())) == 2  # one for each file, however many were killed
    kill_a_writer(old.parent / "another")
    write_atomically(old, b"newer")
    (stray,) = set(old.parent.iterdir()) - {old}
    assert stray.read_bytes() == b"never whole"  # of the other file
    assert old.read_bytes() == b"newer"


def test_two_writers_of_a_file_take_turns(old, monkeypatch):
    began, may_end = threading.Event(), threading.Event()
    monkeypatch.setattr(os, "fsync", lambda _: (began.set(), may_end.wait(10)))
    first = threading.Thread(target=write_atomically, args=(old, b"first"))
    first.start()
    assert began.wait(10)
    second = threading.Thread(target=write_atomically, args=(old, b"second"))
    second.start()
    second.join(0.1)
    assert second.is_alive()
    assert old.read_bytes() == b"old"
    may_end.set()
    first.join(10)
    second.join(10)
    assert {path.name: path.read_bytes() for path in old.parent.iterdir()} == {"model": b"second"}
