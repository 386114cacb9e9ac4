"""What code does to files and folders, wherever they are, it does to copies of them."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import groundup
from groundup.checking.judging.verdicts import Word
from groundup.checking.running.process import environment
from tests.checking.conftest import NET, Write, traced

GUARDED = """
import bz2, lzma, os, shutil, sqlite3, sys, tarfile, tempfile
from os import remove as plain_remove
from pathlib import Path
from threading import Thread
from groundup.checking.running import overlay, refusals
overlay.lay(Path(sys.argv[1]))
refusals.refuse(Path(sys.argv[1]))
"""
CHANGES = """
os.chmod(f"{there}/file.txt", 0o600)
os.close(os.open(f"{there}/file.txt", os.O_WRONLY | os.O_TRUNC))
os.close(os.open(f"{there}/new.txt", os.O_CREAT | os.O_RDWR))
os.link(f"{there}/file.txt", f"{there}/link.txt"); os.chmod(f"{there}/link.txt", 0o600)
os.mkdir(f"{there}/new")
os.remove(f"{there}/file.txt")
os.rename(f"{there}/file.txt", f"{there}/new.txt")
os.replace(f"{there}/file.txt", f"{there}/other.txt")
os.rmdir(f"{there}/empty")
os.symlink("file.txt", f"{there}/link.txt"); open(f"{there}/link.txt", "w").close()
os.symlink("folder", f"{there}/link"); open(f"{there}/link/inner.txt", "w").close()
os.truncate(f"{there}/file.txt", 1)
os.utime(f"{there}/file.txt", (1, 1))
shutil.copytree(f"{there}/folder", f"{there}/tree")
shutil.move(f"{there}/file.txt", f"{there}/new.txt")
shutil.move(f"{there}/folder", f"{there}/moved"); os.remove(f"{there}/moved/inner.txt")
shutil.rmtree(f"{there}/folder")
open(f"{there}/file.txt", "a").write("more")
open(f"{there}/file.txt", "w").close()
Path(f"{there}/file.txt").touch()
Path(f"{there}/file.txt").write_text("other")
tempfile.NamedTemporaryFile(dir=there, delete=False).write(b"other")
(thread := Thread(target=os.remove, args=[f"{there}/file.txt"])).start(); thread.join()
child = os.fork() or os._exit(bool(os.remove(f"{there}/file.txt"))); os.waitpid(child, 0)
os.close(os.open(path=f"{there}/file.txt", flags=os.O_RDWR | os.O_TRUNC, mode=0o600))
os.rename(src=f"{there}/file.txt", dst=f"{there}/a"); os.truncate(path=f"{there}/a", length=1)
os.link(src=f"{there}/file.txt", dst=f"{there}/a"); os.symlink(src="file.txt", dst=f"{there}/b")
bz2.open(f"{there}/a.bz2", "w").close(); lzma.open(f"{there}/a.xz", "w").close()
tarfile.open(f"{there}/a.tar", "w").add(f"{there}/file.txt")
os.chdir(there); open("file.txt", "w").close(); os.remove("other.txt")
os.symlink(os.path.abspath(there), tempfile.mkdtemp() + "/x"); shutil.rmtree(tempfile.gettempdir())
""".strip().splitlines()
REFUSED = """
os.remove("file.txt", dir_fd=os.open(there, os.O_RDONLY))
plain_remove(f"{there}/file.txt")
os.fchmod(os.open(f"{there}/file.txt", os.O_RDONLY), 0o600)
sqlite3.connect(f"{there}/new.db")
""".strip().splitlines()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The learner's folder, with another one beside it."""
    for folder in (tmp_path / "home", tmp_path / "beside"):
        for name in ("folder", "empty"):
            (folder / name).mkdir(parents=True)
        for name in ("file.txt", "other.txt", "folder/inner.txt"):
            (folder / name).write_text(f"mine: {name}")
            (folder / name).chmod(0o640)
    return tmp_path / "home"


def state(folder: Path) -> Iterator[tuple[object, ...]]:
    """All that there is, but when folders were read."""
    for path in sorted(folder.rglob("*")):
        found = path.lstat()
        content = path.read_bytes() if path.is_file() else None
        yield path, content, found.st_mode, found.st_nlink, found.st_mtime_ns, found.st_ino


def guarded(home: Path, code: str, spare: Path) -> subprocess.CompletedProcess[str]:
    """A process that runs the code as the check does, in the folder `home`."""
    (temporary := spare / "temporary").mkdir()
    return subprocess.run(
        [sys.executable, "-c", GUARDED + code, str(spare)],
        cwd=home,
        env=environment() | {"TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("there", [".", "../beside"])
@pytest.mark.parametrize("change", CHANGES)
def test_what_code_changes_is_a_copy(
    home: Path, change: str, there: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = list(state(home.parent))
    code = f"there = {there!r}\n{change}\n"
    run = guarded(home, code, tmp_path_factory.mktemp("spare"))
    assert list(state(home.parent)) == before
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("change", REFUSED)
def test_what_cannot_be_done_to_a_copy_is_refused(
    home: Path, change: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = list(state(home.parent))
    run = guarded(home, f"there = '.'\n{change}\n", tmp_path_factory.mktemp("spare"))
    assert list(state(home.parent)) == before
    assert "is not changed while code is checked" in run.stderr


READS_BACK = """
import shutil
for turn in range(2):  # as a check runs a program several times
    os.makedirs("saved", exist_ok=True)
    np.savetxt("saved/weights.tmp", np.full(3, turn + 1.0))
    os.replace("saved/weights.tmp", "saved/weights.txt")
    assert os.listdir("saved") == ["weights.txt"]
    assert np.loadtxt("saved/weights.txt").sum() == 3.0 * (turn + 1)
    shutil.move("saved", "kept")
    assert os.path.exists("kept/weights.txt") and not os.path.exists("saved")
    shutil.rmtree("kept")
    assert not os.path.exists("kept")
    os.rename("mine", "yours")
    with open("yours/notes.txt", "a") as notes:
        notes.write(" and more")
    assert open("yours/notes.txt").read() == "mine and more"
    shutil.rmtree("yours")
    with open("../beside.txt", "w") as beside:
        beside.write("new")
    assert os.stat("../beside.txt").st_size == 3
try:
    os.remove("nothing.txt")
except FileNotFoundError as error:
    assert error.filename == "nothing.txt"
"""


def test_what_code_saves_it_renames_and_reads_back(write: Write) -> None:
    file = write(f"import os\n{NET}\n{READS_BACK}")
    (mine := file.parent / "mine").mkdir()
    (mine / "notes.txt").write_text("mine")
    before = list(state(file.parent))
    shown = traced(file)
    assert shown.verdict.word is Word.RIGHT
    assert not [one.message for one in shown.findings if "raised" in one.message]
    assert list(state(file.parent)) == before
    assert not (file.parent.parent / "beside.txt").exists()


@pytest.mark.frameworks
def test_what_pytorch_saves_is_a_copy_too(write: Write) -> None:
    pytest.importorskip("torch")
    saves = """
import torch
torch.save({"w": torch.ones(3)}, "weights.pt")
assert torch.load("weights.pt")["w"].sum() == 3.0
"""
    file = write(NET + saves)
    report = groundup.check(file)
    assert report.verdict == "right", str(report)
    assert "raised" not in str(report)
    assert list(file.parent.iterdir()) == [file]


LISTED = """
from glob import glob
open("folder/new.txt", "w").close(); open("new.txt", "w").close()
assert sorted(os.listdir("folder")) == ["inner.txt", "new.txt"]
assert sorted(os.listdir(b"folder")) == [b"inner.txt", b"new.txt"]
assert [entry.name for entry in os.scandir("folder")].count("new.txt") == 1
assert glob("new*") == ["new.txt"] and list(Path("folder").glob("n*")) == [Path("folder/new.txt")]
open("folder/inner.txt", "w").write("longer than it was")
with os.scandir("folder") as entries:
    assert sorted((entry.name, entry.stat().st_size) for entry in entries) == [
        ("inner.txt", 18), ("new.txt", 0)]
os.remove("folder/new.txt")
assert os.listdir("folder") == ["inner.txt"]
"""
INSIDE = """
here = os.getcwd()
os.makedirs("made/deep"); os.chdir("made/deep")
assert os.getcwd() == f"{here}/made/deep" and Path.cwd() == Path(here, "made/deep")
assert open("../../file.txt").read() == "mine: file.txt"
open("own.txt", "w").write("own"); open("../../file.txt", "a").write(", and more")
os.rename("own.txt", "../own.txt"); os.chdir("..")
assert open("own.txt").read() == "own" and sorted(os.listdir()) == ["deep", "own.txt"]
os.chdir(here)
assert open("file.txt").read() == "mine: file.txt, and more"
shutil.move("folder", "made")
assert open("made/folder/inner.txt").read() == "mine: folder/inner.txt"
os.chdir("made"); shutil.rmtree("../made"); os.chdir(here)
"""
RESTORED = """
before = os.stat("other.txt")
open("other.txt", "a").close(); after = os.stat("other.txt")
assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
"""


@pytest.mark.parametrize("code", [LISTED, INSIDE, RESTORED])
def test_folders_have_what_code_wrote_beside_what_was_there(
    home: Path, code: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = list(state(home.parent))
    run = guarded(home, code, tmp_path_factory.mktemp("spare"))
    assert list(state(home.parent)) == before
    assert run.returncode == 0, run.stderr


DATABASES = """
import sqlite3
table = sqlite3.connect("mine.db")
assert table.execute("select x from numbers").fetchall() == [(1.0,)]
table.execute("delete from numbers"); table.commit(); table.close()
log = sqlite3.connect("log.db"); log.execute("create table if not exists costs (cost)")
"""


def test_databases_are_read_and_written_in_copies(write: Write) -> None:
    file = write(f"{NET}\n{DATABASES}")
    with contextlib.closing(sqlite3.connect(file.parent / "mine.db")) as mine:
        mine.executescript("create table numbers (x); insert into numbers values (1.0)")
    before = list(state(file.parent))
    shown = traced(file)
    assert shown.verdict.word is Word.RIGHT
    assert not [one.message for one in shown.findings if "raised" in one.message]
    assert list(state(file.parent)) == before


def test_large_files_are_not_copied(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (home / "large").touch()
    os.truncate(home / "large", 2**28 + 1)  # takes no room
    run = guarded(home, "os.rename('large', 'renamed')", tmp_path_factory.mktemp("spare"))
    assert "large is too large to be changed while code is checked" in run.stderr
    assert (home / "large").exists()


@pytest.mark.parametrize("code", ["os.symlink('..', 'up')", "os.rename('folder', 'folder/in')"])
def test_no_folder_is_copied_into_itself(
    home: Path, code: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run = guarded(home, code, tmp_path_factory.mktemp("spare"))
    assert "is not copied into itself while code is checked" in run.stderr


def test_a_database_in_memory_is_no_file(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    code = "sqlite3.connect(':memory:').execute('create table numbers (x)')"
    assert guarded(home, code, tmp_path_factory.mktemp("spare")).stderr == ""


def test_devices_are_no_files(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    code = "print('gone', file=open(os.devnull, 'w')); open('/dev/stdout', 'w').write('here')"
    run = guarded(home, code, tmp_path_factory.mktemp("spare"))
    assert run.stdout == "here", run.stderr
