"""A program runs in a process of its own: what goes wrong there is found, and kept there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from groundup import randomness
from groundup.checking.judging.verdicts import Word
from groundup.checking.running.looks import unfinished
from groundup.checking.running.process import TRACE, Child
from tests.checking.conftest import NET, Write, kinds, traced

WRITES_ANYWHERE = """
import os
for number in range(3, 30):
    for do in (lambda: os.write(number, b"\\xff {} no answer\\n"), lambda: os.close(number)):
        try:
            do()
        except OSError:
            pass
"""


def test_what_code_writes_to_descriptors_is_not_among_the_answers(write: Write) -> None:
    file = write(NET + WRITES_ANYWHERE)
    shown = traced(file)
    assert shown.verdict.word is Word.RIGHT
    assert not kinds(shown) & {"crashed", "hung", "left out"}


def test_what_code_does_to_temporary_files_spares_the_answers(write: Write) -> None:
    removes = "import os, shutil, tempfile\nshutil.rmtree(tempfile.gettempdir())\n"
    removes += "shutil.rmtree(os.path.dirname(tempfile.gettempdir()))\n"
    shown = traced(write(NET + removes))
    assert shown.verdict.word is Word.RIGHT
    assert not kinds(shown) & {"crashed", "hung", "left out"}


def test_nothing_is_left_in_the_folder_of_temporary_files(
    write: Write, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path_factory.mktemp("spare")
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    monkeypatch.setenv("TMPDIR", str(spare))
    file = write("import tempfile\ntempfile.mkdtemp()\n" + NET)
    assert traced(file).verdict.word is Word.RIGHT
    assert list(spare.iterdir()) == []


WAITS = "import threading; threading.Event().wait({})\n"


def test_what_waits_for_ever_is_ended_too(write: Write) -> None:
    begun = time.perf_counter()
    shown = traced(write(WAITS.format(60) + NET), timeout=0.2)
    assert time.perf_counter() - begun < 10.0
    assert kinds(shown) == {"hung"}
    assert "in line 1 of learners_code.py" in shown.findings[0].message


def test_seconds_are_those_of_computing(write: Write) -> None:
    shown = traced(write(WAITS.format(2.5) + NET), timeout=2.0)
    assert shown.verdict.word is Word.RIGHT
    assert not shown.findings


@pytest.mark.parametrize(
    ("file", "said"),
    [(randomness.__file__, "The check was not finished"), ("/their/net.py", "The code was still")],
)
def test_who_took_so_long_is_said(file: str, said: str) -> None:
    with Child(TRACE) as child:
        child.end()
        child.where.write_text(f'  File "{file}", line 22 in keys\n', encoding="utf-8")
        found = unfinished(child, 10.0, loaded=True)
    assert found.message.startswith(said)


def test_pauses_are_skipped(write: Write) -> None:
    begun = time.perf_counter()
    assert traced(write("import time; time.sleep(60)\n" + NET)).verdict.word is Word.RIGHT
    assert time.perf_counter() - begun < 30.0


@pytest.mark.parametrize(
    "line", ["import no_such_module", "data = open('no_such_file.csv')", "n = int(input('who?'))"]
)
def test_what_is_defined_after_a_line_that_fails_is_checked(write: Write, line: str) -> None:
    assert traced(write(f"{line}\nscale = 1.0\n{NET}")).verdict.word is Word.RIGHT


def test_children_are_killed_too(write: Write, tmp_path: Path) -> None:
    pid = tmp_path.with_suffix(".pid")
    source = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
subprocess.run(["sh", "-c", f"echo {{child.pid}} > {pid}"])  # what a process writes is no copy
"""
    begun = time.perf_counter()
    traced(write(source))
    assert time.perf_counter() - begun < 30.0
    number = int(pid.read_text())
    for _ in range(100):
        stat = Path(f"/proc/{number}/stat")
        if not stat.exists() or stat.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    os.kill(number, 9)
    pytest.fail("the learner's child process went on")


@pytest.mark.parametrize(("ends", "said"), [("abort()", "SIGABRT"), ("_exit(3)", "exit status 3")])
def test_a_process_that_ends_inside_the_code(write: Write, ends: str, said: str) -> None:
    (found,) = traced(write(f"import os; os.{ends}\n{NET}")).findings
    assert found.kind == "crashed"
    assert said in found.message


def test_too_much_memory(write: Write) -> None:
    pytest.importorskip("resource", reason="this system has no memory limits")
    shown = traced(write(NET + "big = bytearray(10**11)\n"))
    assert any("MemoryError" in one.message for one in shown.findings)


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("import sys; sys.exit(0)", "calls sys.exit()"),
        ("name = input('who?')", "asks for input"),
        ("open('mnist.csv')", "FileNotFoundError"),
    ],
)
def test_a_file_that_stops_on_the_way_is_checked_all_the_same(
    write: Write, ending: str, words: str
) -> None:
    shown = traced(write(NET + ending))
    assert shown.verdict.word is Word.RIGHT
    found = next(finding for finding in shown.findings if finding.kind == "note")
    assert words in found.message
    assert "Line 1" in found.message


def test_printing_is_bounded(write: Write) -> None:
    shown = traced(write("print('x' * 10 ** 6)\n" + NET))
    assert shown.verdict.word is Word.RIGHT
    (found,) = [finding for finding in shown.findings if finding.kind == "printed"]
    assert len(found.detail) <= 2000


def test_what_was_printed_before_the_code_puts_its_own_stream_in_place_is_told(
    write: Write,
) -> None:
    lines = "import io, sys\nprint('before')\nsys.stdout = io.StringIO()\nprint('after')\n"
    shown = traced(write(lines + NET))
    assert shown.verdict.word is Word.RIGHT
    assert [one.detail for one in shown.findings if one.kind == "printed"] == ["before"]


def test_names_that_numpy_no_longer_has(write: Write) -> None:
    older = "\nx = x.astype(np.float); assert np.alltrue(x < np.Inf)\n"
    assert traced(write(NET.replace("\nfor", f"{older}for"))).verdict.word is Word.RIGHT


def test_there_is_no_network_and_there_are_no_arguments(write: Write) -> None:
    lines = "import argparse, urllib.request\nargparse.ArgumentParser().parse_args()\n"
    lines += "data = urllib.request.urlopen('http://127.0.0.1:9/mnist')\n"
    shown = traced(write(lines + NET))
    assert shown.verdict.word is Word.RIGHT
    (found,) = [finding for finding in shown.findings if finding.kind == "note"]
    assert found.message.startswith("Line 3 raised urllib.error.URLError")
    assert "there is no network while code is checked" in found.message


def test_a_file_in_the_folder_of_temporary_files_is_checked(write: Write, monkeypatch) -> None:
    file = write(NET)
    monkeypatch.setattr("tempfile.tempdir", str(file.parent))
    assert traced(file).verdict.word is Word.RIGHT
