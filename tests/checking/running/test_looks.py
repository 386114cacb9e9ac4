"""A learner's code runs in a process of its own: what goes wrong there is found, and kept there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from groundup import randomness
from groundup.checking.loading.targets import parse
from groundup.checking.model.declared import Declared
from groundup.checking.running.looks import Looks, observe_path, unfinished
from groundup.checking.running.process import Child
from tests.checking.conftest import Write, check_right, kinds
from tests.checking.reading.forms.test_book import BOOK
from tests.checking.reading.forms.test_functions import LISTS
from tests.checking.reading.test_observation import text


@pytest.mark.parametrize("source", [BOOK, LISTS], ids=["book", "lists"])
def test_another_process_sees_the_same(write: Write, source: str) -> None:
    shown = observe_path(str(write(source)))
    check_right(shown)
    assert "done" not in shown.missing
    assert len(shown.observations) == 5


def test_a_gradient_that_is_one_number_a_layer_is_one_in_another_process_too(write: Write) -> None:
    source = BOOK.replace("nabla_b[-l] = delta", "nabla_b[-l] = delta.sum()")
    assert source != BOOK
    seen = observe_path(str(write(source))).observations[0]
    assert next(np.shape(db) for db in seen.calls[0].db or []) == ()
    assert all(isinstance(db, np.ndarray) for db in seen.calls[0].db or [])


TRAINS = """
network = Network([4, 5, 3])
x, y = np.random.rand(4, 8), np.eye(3)[:, np.arange(8) % 3]
for _ in range(50):
    network.update_mini_batch([(x[:, i : i + 1], y[:, i : i + 1]) for i in range(8)], 0.5)
print("trained")
"""


def test_it_looks_again_in_the_same_process(write: Write) -> None:
    with Looks(parse(str(write(BOOK + TRAINS))), Declared(), 10.0) as looks:
        first = looks.first()
        check_right(first)
        assert first.style == "the class Network"
        assert "printed" in kinds(first)
        process = looks.child.process
        for _ in range(2):
            again = looks.again(10.0)
            assert again.observations
            assert again.style != first.style
            assert "printed" in kinds(again)  # as the file was imported, which it was once
        assert process.poll() is None
    assert process.poll() is not None


def test_it_looks_again_where_the_first_process_crashed(write: Write) -> None:
    with Looks(parse(str(write(text("import os; os.abort()")))), Declared(), 10.0) as looks:
        assert kinds(looks.first()) == {"crashed"}
        assert "crashed" not in kinds(looks.again(10.0))


@pytest.mark.parametrize("saves", ["", "open('net.json', 'w').write('{}')\n"])
def test_nothing_is_left_in_the_learners_folder(write: Write, saves: str) -> None:
    file = write(text() + saves)
    assert observe_path(str(file)).settings is not None
    assert list(file.parent.iterdir()) == [file]


def test_what_code_writes_it_reads_again_and_the_learners_files_stay(write: Write) -> None:
    saves = """import os
os.makedirs("kept/deep", exist_ok=True)
np.savez("kept/deep/weights.npz", w=np.ones(3))
with open("log.txt", "a") as log:
    log.write("one")
with open("log.txt", "a") as log:
    log.write(" two")
os.remove("there.txt")
assert open("log.txt").read() == "one two"
assert np.load("kept/deep/weights.npz")["w"].sum() == 3.0
"""
    file = write(f"{BOOK}\n{saves}")
    (there := file.parent / "there.txt").write_text("mine")
    shown = observe_path(str(file))
    check_right(shown)
    assert not [one.message for one in shown.findings if "raised" in one.message]
    assert there.read_text() == "mine"
    assert {one.name for one in file.parent.iterdir()} == {file.name, "there.txt"}


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
    file = write(BOOK + WRITES_ANYWHERE)
    with Looks(parse(str(file)), Declared(), 10.0) as looks:
        shown = looks.first()
        assert looks.again(10.0).style
        assert not looks.child.ended
    check_right(shown)
    assert not kinds(shown) & {"crashed", "hung", "left out"}


def test_what_code_does_to_temporary_files_spares_the_answers(write: Write) -> None:
    removes = "import os, shutil, tempfile\nshutil.rmtree(tempfile.gettempdir())\n"
    removes += "shutil.rmtree(os.path.dirname(tempfile.gettempdir()))\n"
    shown = observe_path(str(write(BOOK + removes)))
    check_right(shown)
    assert not kinds(shown) & {"crashed", "hung", "left out"}


def test_nothing_is_left_in_the_folder_of_temporary_files(
    write: Write, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path_factory.mktemp("spare")
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    monkeypatch.setenv("TMPDIR", str(spare))
    file = write("import tempfile\ntempfile.mkdtemp()\n" + BOOK)
    assert observe_path(str(file), forms=False).settings is not None
    assert list(spare.iterdir()) == []


def test_it_runs_in_the_learners_folder_and_is_not_main(write: Write) -> None:
    write("SLOPE = 1", "beside.py")
    file = write(
        text()
        + """
import beside
open("beside.py").close()
if __name__ == "__main__":
    raise SystemExit("run as a program")
"""
    )
    check_right(observe_path(str(file)))


@pytest.mark.slow
def test_a_hang_keeps_what_came_before_it(write: Write) -> None:
    shown = observe_path(str(write(text("while len(x) == 5: pass"))), timeout=2.0)
    (found,) = [finding for finding in shown.findings if finding.kind == "hung"]
    assert "in line 7 of learners_code.py (backprop)" in found.message
    assert "still being imported" not in found.message
    assert [seen.probe.name for seen in shown.observations] == ["lopsided"]


WAITS = "import threading; threading.Event().wait({})\n"


def test_seconds_are_those_of_computing(write: Write) -> None:
    shown = observe_path(str(write(WAITS.format(2.5) + text())), timeout=2.0)
    check_right(shown)
    assert not shown.findings


def test_what_waits_for_ever_is_ended_too(write: Write) -> None:
    begun = time.perf_counter()
    shown = observe_path(str(write(WAITS.format(60) + text())), timeout=0.2)
    assert time.perf_counter() - begun < 10.0
    assert kinds(shown) == {"hung"}
    assert "in line 1 of learners_code.py" in shown.findings[0].message


@pytest.mark.parametrize(
    ("file", "said"),
    [(randomness.__file__, "The check was not done"), ("/their/net.py", "The code was still")],
)
def test_who_took_so_long_is_said(file: str, said: str) -> None:
    with Child() as child:
        child.end()
        child.where.write_text(f'  File "{file}", line 22 in keys\n', encoding="utf-8")
        found = unfinished(child, 10.0, loaded=True)
    assert found.message.startswith(said)


def test_pauses_are_skipped(write: Write) -> None:
    begun = time.perf_counter()
    check_right(observe_path(str(write("import time; time.sleep(60)\n" + text()))))
    assert time.perf_counter() - begun < 30.0


def test_a_script_that_was_exported_from_a_notebook(write: Write) -> None:
    magics = "get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().system('ls')\n"
    check_right(observe_path(str(write(magics + text()))))


def test_a_module_that_is_not_installed_is_named(write: Write) -> None:
    shown = observe_path(str(write("import no_such_module\n" + text())))
    check_right(shown)
    (found,) = shown.findings
    assert found.kind == "note"
    assert found.message == "Not installed, or not there: no_such_module"


@pytest.mark.parametrize(
    "line", ["import no_such_module", "data = open('no_such_file.csv')", "rows = int(input())"]
)
def test_what_is_defined_after_a_line_that_fails_is_checked(write: Write, line: str) -> None:
    check_right(observe_path(str(write(f"{line}\nscale = 1.0\n{text()}"))))


def test_a_file_that_trains_when_it_is_imported(write: Write) -> None:
    shown = observe_path(str(write(text() + "while True: pass\n")), timeout=5.0)
    assert shown.settings is not None  # the loop is left, and what was defined is checked
    assert not shown.findings


def test_children_are_killed_too(write: Write, tmp_path: Path) -> None:
    pid = tmp_path.with_suffix(".pid")
    source = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
subprocess.run(["sh", "-c", f"echo {{child.pid}} > {pid}"])  # what a process writes is no copy
"""
    begun = time.perf_counter()
    observe_path(str(write(source)))
    assert time.perf_counter() - begun < 30.0
    number = int(pid.read_text())
    for _ in range(100):
        stat = Path(f"/proc/{number}/stat")
        if not stat.exists() or stat.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    os.kill(number, 9)
    pytest.fail("the learner's child process went on")


def test_a_crash(write: Write) -> None:
    shown = observe_path(str(write(text("import os; os.abort()"))))
    (found,) = shown.findings
    assert found.kind == "crashed"
    assert "SIGABRT" in found.message


def test_an_exit_inside_the_code(write: Write) -> None:
    shown = observe_path(str(write(text("import os; os._exit(3)"))))
    (found,) = shown.findings
    assert found.kind == "crashed"
    assert "exit status 3" in found.message


def test_too_much_memory(write: Write) -> None:
    pytest.importorskip("resource", reason="this system has no memory limits")
    hungry = text("big = np.ones((len(x), 10 ** 9))")
    shown = observe_path(str(write(hungry)))
    assert kinds(shown) == {"raised"}
    assert "memory" in shown.findings[0].message.lower()


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
    shown = observe_path(str(write(text() + ending)))
    check_right(shown)
    found = next(finding for finding in shown.findings if finding.kind == "note")
    assert words in found.message
    assert "Line 1" in found.message


def test_exit_and_input_inside_the_code(write: Write) -> None:
    for first, words in (("exit(1)", "SystemExit"), ("input()", "EOFError")):
        shown = observe_path(str(write(text(first))))
        assert "raised" in kinds(shown)
        assert any(words in finding.message for finding in shown.findings)


def test_a_syntax_error(write: Write) -> None:
    (found,) = observe_path(str(write("import numpy\ndef backprop(:\n"))).findings
    assert found.kind == "not imported"
    assert "line 2" in found.message


def test_printing_is_bounded(write: Write) -> None:
    shown = observe_path(str(write("print('x' * 10 ** 6)\n" + text())))
    check_right(shown)
    (found,) = [finding for finding in shown.findings if finding.kind == "printed"]
    assert len(found.detail) <= 2000


def test_what_was_printed_before_the_code_puts_its_own_stream_in_place_is_told(
    write: Write,
) -> None:
    lines = "import io, sys\nprint('before')\nsys.stdout = io.StringIO()\nprint('after')\n"
    shown = observe_path(str(write(lines + text())))
    check_right(shown)
    assert [one.detail for one in shown.findings if one.kind == "printed"] == ["before"]


def test_a_name_in_a_file_and_in_a_module(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = write(text(), "mine.py")
    assert observe_path(f"{file}:backprop").style == "the function backprop"
    monkeypatch.chdir(tmp_path)
    assert observe_path("mine:backprop").style == "the function backprop"
    (found,) = observe_path("no_such_module_here").findings
    assert "no module" in found.message


def test_targets_that_are_not_there() -> None:
    for target in ("nowhere.py", "nowhere.py:Network", "what is this"):
        with pytest.raises(ValueError, match="expected"):
            observe_path(target)
    with pytest.raises(ValueError, match="adapter"):
        observe_path(__file__, adapter=Path("nowhere.py"))


ODD = """
import numpy as np
class Brain:
    def load(self, blob): self.memory = blob
    def ponder(self, stuff, wanted):
        a = [stuff]
        for w, b in self.memory:
            a.append(1 / (1 + np.exp(-(a[-1] @ w.T + b))))
        d = (a[-1] - wanted) * a[-1] * (1 - a[-1]) / len(stuff)
        out = []
        for l in reversed(range(len(self.memory))):
            out.append((d.T @ a[l], d.sum(axis=0)))
            d = (d @ self.memory[l][0]) * a[l] * (1 - a[l])
        return out[::-1]
"""
ADAPTER = """
import learner

def backprop(w, b, x, y):
    brain = learner.Brain()
    brain.load(list(zip(w, b)))
    return brain.ponder(x, y)

def step(w, b, x, y, eta):
    dw, db = zip(*backprop(w, b, x, y))
    return [p - eta * q for p, q in zip(w, dw)], [p - eta * q for p, q in zip(b, db)]
"""


def test_an_adapter(write: Write) -> None:
    odd, adapter = write(ODD, "odd.py"), write(ADAPTER, "adapter.py")
    assert observe_path(str(odd)).missing == ["a gradient"]
    shown = observe_path(str(odd), adapter=adapter)
    check_right(shown)
    assert shown.places["step"] == "step"


def test_names_that_numpy_no_longer_has(write: Write) -> None:
    older = "x = x.astype(np.float); assert np.alltrue(x < np.Inf)"
    check_right(observe_path(str(write(text(older)))))


def test_there_is_no_network_and_there_are_no_arguments(write: Write) -> None:
    shown = observe_path(
        str(
            write(
                "import argparse, urllib.request\n"
                "argparse.ArgumentParser().parse_args()\n"
                "data = urllib.request.urlopen('http://127.0.0.1:9/mnist')\n" + text()
            )
        )
    )
    check_right(shown)
    (found,) = [finding for finding in shown.findings if finding.kind == "note"]
    assert found.message.startswith("Line 3 raised urllib.error.URLError")
    assert "there is no network while code is checked" in found.message


def test_a_file_in_the_folder_of_temporary_files_is_checked(write: Write, monkeypatch) -> None:
    file = write(BOOK)
    monkeypatch.setattr("tempfile.tempdir", str(file.parent))
    assert observe_path(str(file)).observations


@pytest.mark.slow
def test_a_loop_without_an_end_is_named_where_nothing_was_found(write: Write) -> None:
    shown = observe_path(str(write("count = 0\nwhile True:\n    count += 1\n")), timeout=5.0)
    assert any("Line 2 begins a loop that was left" in one.message for one in shown.findings)
