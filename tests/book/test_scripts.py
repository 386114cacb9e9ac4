"""A reader's own file runs as the book prints its programs, and the book's programs run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from groundup.book import scripts
from groundup.book.__main__ import run_program, run_script

LAYERS = """
class Layers(object):
    def __init__(self, sizes):
        self.pairs = zip(sizes[:-1], sizes[1:])

    def show(self, rounds):
        for j in xrange(rounds):
            print "Round {0}: {1} / {2}".format(
                j, len(self.pairs), 7/2)
        print
"""
SESSION = """
>>> import cPickle, network
>>> import layers
>>> layers.Layers([2, 3, 1]).show(2)
Round 0: 1 / 1
...
>>> print network.Network([2, 1]).sizes, cPickle.__name__
"""


def test_listings_in_python_2_run_as_they_stand_with_modules_beside_them(tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text(LAYERS)
    (tmp_path / "session.py").write_text(SESSION)
    command = [sys.executable, "-m", "groundup.book", "session.py"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    rounds = ["Round 0: 2 / 3", "Round 1: 2 / 3", ""]
    assert ran.stdout.splitlines() == [*rounds, "[2, 1] pickle"]
    files = re.findall(r"groundup.book: (\S+) is read as Python 2", ran.stderr)
    assert files == ["session.py", "layers.py"]
    assert not list(tmp_path.rglob("*.pyc"))  # Python itself would take it for the file's


def test_python_3_is_left_alone_and_what_is_no_python_is_said(tmp_path: Path) -> None:
    file = tmp_path / "typed.py"
    file.write_text('"""\n>>> 1 / 2\n0.5\n"""\nprint(1 / 2)\n')
    assert scripts.converted(file) is None
    file.write_text(">>> x = range(3)\n[0, 1, 2]\n")
    session = scripts.converted(file)
    assert session
    assert session.names == {}
    file.write_text("print 1\ndef f(:\n")
    with pytest.raises(scripts.NotPythonError) as raised:
        scripts.converted(file)
    said = "typed.py, line 2: expected Python 3, or Python 2 that can be converted; "
    assert str(raised.value) == f"{said}Python says: invalid syntax"


def test_a_module_of_python_2_says_that_a_file_is(tmp_path: Path) -> None:
    file = tmp_path / "load.py"
    file.write_text("import cPickle\nfrom StringIO import StringIO\nprint(1 / 2)\n")
    assert scripts.converted(file)
    command = [sys.executable, "-m", "groundup.book", file.name]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (ran.stdout, ran.returncode) == ("0\n", 0), ran.stderr
    file.write_text("try:\n    import cPickle\nexcept ImportError:\n    import pickle\n")
    assert scripts.converted(file) is None
    file.write_text("import Queue\n")
    (tmp_path / "Queue.py").write_text("")  # the reader's own
    assert scripts.converted(file) is None


TYPED = """\
>>> import network
>>> net = network.Network(
...     [2, 1])
>>> print net.sizes
for i in xrange(2):
    print i,

print(1 / 2)
"""


def test_without_a_script_it_is_a_python_to_type_in_as_the_book_prints_it(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "groundup.book"],
        input=TYPED,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert re.sub(r"(>>>|\.\.\.) ", "", ran.stdout).split() == ["[2,", "1]", "0", "1", "0.5"]
    assert "Error" not in ran.stderr


@pytest.mark.parametrize("said", ["", 'print "in Python 2"'])
def test_a_traceback_begins_in_the_readers_file(said: str, tmp_path: Path) -> None:
    (tmp_path / "divide.py").write_text(
        f"{said}\n\ndef inverse(x):\n    return 1 / x\n\ninverse(0)\n"
    )
    command = [sys.executable, "-m", "groundup.book", "divide.py"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    frames = re.findall(r'  File "(.*)", line (\d+)', ran.stderr)
    assert frames[:2] == [("divide.py", "6"), ("divide.py", "4")]
    assert "ZeroDivisionError" in ran.stderr.splitlines()[-1]
    assert ran.returncode == 1


def test_a_missing_script_and_a_shadowed_module_are_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"there is no script no\.py"):
        run_script(Path("no.py"))
    (tmp_path / "network.py").write_text("raise SystemExit(3)")
    (tmp_path / "typed.py").write_text("import network; print(network.__name__)")
    command = [sys.executable, "-m", "groundup.book", "typed.py"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.stdout == "groundup.book.network\n"
    said = "import takes groundup's network, not what is beside typed.py; to take yours, give them"
    assert ran.stderr == f"groundup.book: {said} other names\n"


def test_the_books_programs_are_here_whoever_has_them_too(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    (tmp_path / "mnist_svm.py").write_text("print 1")
    with pytest.raises(SystemExit, match=r"groundup\.book: mnist_svm: expected scikit"):
        run_program(Path("mnist_svm.py"))
    said = "groundup.book: mnist_svm is groundup's, not mnist_svm.py; to run yours, give it another"
    assert capsys.readouterr().err == f"{said} name\n"


def test_help_is_given() -> None:
    command = [sys.executable, "-m", "groundup.book", "--help"]
    assert "python -m groundup.book script.py" in subprocess.check_output(command, text=True)
