"""The notebooks for otter and nbgrader: what pupils get, and the points that these tools give."""

from __future__ import annotations

import csv
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.teaching import __main__ as teaching
from scripts.teaching import answers, marking
from scripts.teaching.lesson import QUESTIONS, SETUP

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "teaching"
HIDDEN = [question.hidden.code.strip().splitlines()[-1] for question in QUESTIONS]
MISTAKE = ("sigmoid_prime(z[l])\n", "1\n")  # what comes back is not sent through σ

OTTER = """\
otter assign otter.ipynb dist
otter run ada.ipynb -a dist/autograder/*.zip
"""
NBGRADER = """\
nbgrader generate_assignment backprop --create
nbgrader autograde backprop --create
nbgrader generate_feedback backprop
nbgrader export
"""


def run(line: str, folder: Path) -> None:
    """A command as the guide shows it, with the tools of this Python."""
    name, *arguments = shlex.split(line)
    found = [sorted(map(str, folder.glob(one))) if "*" in one else [one] for one in arguments]
    command = [sys.executable, "-m", name, *(one for group in found for one in group)]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader runs alembic
    apart = {"JUPYTER_CONFIG_DIR": str(folder / "none"), "PATH": path}
    ran = subprocess.run(
        command, cwd=folder, env=os.environ | apart, capture_output=True, text=True, timeout=540
    )
    assert ran.returncode == 0, (line, ran.stdout[-2000:], ran.stderr[-2000:])


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def filled(empty: Path, solved: Path, mistake: tuple[str, str] = ("", "")) -> str:
    """A pupil's notebook with the functions of the solved one written into it."""
    notebook = read(empty)
    bodies = {cell["source"][0]: cell["source"] for cell in read(solved)["cells"] if cell["source"]}
    for cell in notebook["cells"]:
        if cell["source"] and cell["source"][0].startswith("def "):
            text = "".join(bodies[cell["source"][0]])
            cell["source"] = text.replace(*mistake) if mistake[0] else text
    return json.dumps(notebook)


def test_the_notebooks_are_the_lessons(tmp_path: Path) -> None:
    teaching.write(tmp_path)
    for name in ("otter.ipynb", "nbgrader.ipynb"):
        written = (tmp_path / name).read_text(encoding="utf-8")
        assert (FOLDER / name).read_text(encoding="utf-8") == written, "python -m scripts.teaching"


def test_the_lesson_has_ten_points() -> None:
    assert sum(question.shown.points + question.hidden.points for question in QUESTIONS) == 10


def test_a_solution_passes_its_tests_and_an_empty_function_fails_them() -> None:
    space: dict[str, Any] = {}
    exec(SETUP, space)
    for question in QUESTIONS:
        for test in (question.shown, question.hidden):
            if "groundup.check" not in test.code:  # it reads a file or a notebook's cell
                with pytest.raises(NameError):
                    exec(test.code, dict(space))
        exec(question.code, space)
        for test in (question.shown, question.hidden):
            if "groundup.check" not in test.code:
                exec(test.code, dict(space))


CHEAT = {  # what a pupil writes who lets the rung do it
    "sigmoid": "sigmoid = __import__('groundup').rungs.arrays.sigmoid\n"
    "sigmoid_prime = __import__('groundup').rungs.arrays.sigmoid_prime\n",
    "forwards": "from groundup.rungs import arrays\n\n\n"
    "def forwards(w, b, x):\n    z, a = [], [x]\n"
    "    for l in range(len(w)):\n        z.append(w[l] @ a[l] + b[l])\n"
    "        a.append(arrays.sigmoid(z[l]))\n    return z, a\n",
    "backprop": "def backprop(w, b, x, y):\n    return arrays.backprop(arrays.build(w, b), x, y)\n",
    "step": "def step(w, b, xs, ys, eta):\n"
    "    return arrays.parameters(arrays.train_batch(arrays.build(w, b), xs, ys, eta))\n",
}
ENDLESS = ("    z, a = forwards(w, b, x)\n", "    while True:\n        pass\n")  # in backprop


def cheated(empty: Path) -> str:
    """A notebook that imports the rung and calls it."""
    notebook = read(empty)
    written = iter(CHEAT.values())
    for cell in notebook["cells"]:
        if cell["source"] and cell["source"][0].startswith("def "):
            cell["source"] = next(written)
    return json.dumps(notebook)


def hung(empty: Path) -> str:
    """A notebook with a cell that never ends."""
    notebook = read(empty)
    last = notebook["cells"][-1] | {"cell_type": "code", "source": "while True:\n    pass\n"}
    last |= {"outputs": [], "execution_count": None, "metadata": {}, "id": "hung"}
    notebook["cells"].insert(2, last)
    return json.dumps(notebook)


@pytest.mark.slow
def test_the_sheet_of_answers_is_what_the_tests_and_the_check_say() -> None:
    assert answers.PAGE.read_text(encoding="utf-8") == answers.sheet()


@pytest.mark.slow
def test_otter(tmp_path: Path) -> None:
    pytest.importorskip("otter", reason="needs otter-grader: pip install '.[teaching]'")
    shutil.copy(FOLDER / "otter.ipynb", tmp_path)
    assign, mark = OTTER.splitlines()
    run(assign, tmp_path)
    pupils = tmp_path / "dist" / "student" / "otter.ipynb"
    solved = tmp_path / "dist" / "autograder" / "otter.ipynb"
    text = "".join("".join(cell["source"]) for cell in read(pupils)["cells"])
    everything = pupils.read_text(encoding="utf-8")
    assert "np.outer" not in text
    assert not any(json.dumps(line)[1:-1] in everything for line in HIDDEN)

    (tmp_path / "ada.ipynb").write_text(filled(pupils, solved, MISTAKE), encoding="utf-8")
    run(mark, tmp_path)
    marks = {one["name"]: one for one in read(tmp_path / "results.json")["tests"]}
    assert [marks[question.name]["score"] for question in QUESTIONS] == [2, 2, 1, 1]
    assert "✗ dw[1]" in marks["backprop"]["output"]

    copies = {"bob": filled(pupils, solved), "cy": everything, "dan": cheated(pupils)}
    copies |= {"eve": filled(pupils, solved, ENDLESS), "fay": hung(pupils)}
    [autograder] = (tmp_path / "dist" / "autograder").glob("*.zip")
    found = {}
    for name, copy in copies.items():
        (tmp_path / f"{name}.ipynb").write_text(copy, encoding="utf-8")
        seconds = 15.0 if name == "fay" else 500.0  # a busy machine
        found[name] = marking.mark(tmp_path / f"{name}.ipynb", autograder, seconds)
    points = {name: one.points for name, one in found.items()}
    assert points == {"bob": 10, "cy": 0, "dan": 0, "eve": 4, "fay": 0}  # dan calls the rung
    assert found["fay"].told == "stopped after 15 s"


@pytest.mark.slow
def test_nbgrader(tmp_path: Path) -> None:
    pytest.importorskip("nbgrader", reason="needs nbgrader: pip install '.[teaching]'")
    source = tmp_path / "source" / "backprop" / "backprop.ipynb"
    source.parent.mkdir(parents=True)
    shutil.copy(FOLDER / "nbgrader.ipynb", source)
    generate, *others = NBGRADER.splitlines()
    run(generate, tmp_path)
    pupils = tmp_path / "release" / "backprop" / "backprop.ipynb"
    everything = pupils.read_text(encoding="utf-8")
    assert "np.outer" not in everything
    assert not any(json.dumps(line)[1:-1] in everything for line in HIDDEN)

    handed_in = {"ada": filled(pupils, source), "bob": filled(pupils, source, MISTAKE)}
    handed_in |= {"cy": everything, "dan": cheated(pupils), "eve": filled(pupils, source, ENDLESS)}
    for name, text in handed_in.items():
        path = tmp_path / "submitted" / name / "backprop" / "backprop.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    for line in others:
        run(line, tmp_path)
    with (tmp_path / "grades.csv").open(encoding="utf-8") as file:
        grades = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert grades == {"ada": 10, "bob": 6, "cy": 0, "dan": 0, "eve": 4}
    page = tmp_path / "feedback" / "bob" / "backprop" / "backprop.html"
    assert "✗ dw[1]" in page.read_text(encoding="utf-8")
