"""The notebooks for otter and nbgrader: what pupils get, and the points that these tools give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.teaching import __main__ as teaching
from scripts.teaching import answers, marking, pupils, walk
from scripts.teaching.lesson import QUESTIONS, SETUP
from scripts.teaching.pupils import ENDLESS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "teaching"
HIDDEN = [question.hidden.code.strip().splitlines()[-1] for question in QUESTIONS]
[MISTAKE] = [one for one in answers.MISTAKES if one.what == "no σ′ in the hidden layers"]


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


@pytest.mark.slow
def test_the_sheet_of_answers_is_what_the_tests_and_the_check_say() -> None:
    page = answers.PAGE.read_text(encoding="utf-8").splitlines()
    [_, *rows] = [line for line in page if line.startswith("| ")]
    assert [row[2:].partition(" | ")[0] for row in rows] == [one.what for one in answers.MISTAKES]
    for mistake, row in list(zip(answers.MISTAKES, rows, strict=True))[::4]:  # all take a minute
        assert answers.row(mistake) == row


def test_a_class_has_each_mistake_and_no_two_pupils_are_alike() -> None:
    group = walk.named(walk.COPIES).values()
    assert len(group) == 30
    wrong = " ".join(pupil.what for pupil in group)
    assert all(mistake.what in wrong for mistake in answers.MISTAKES)
    assert len({str(pupil.code) + str(pupil.hangs) for pupil in group}) == len(group)


@pytest.mark.slow
def test_otter(tmp_path: Path) -> None:
    pytest.importorskip("otter", reason="needs otter-grader: pip install '.[teaching]'")
    group = {"cheats": pupils.SPECIAL[0], "errs": pupils.wrote(MISTAKE)}
    found = walk.otter(tmp_path / "otter", group, 500.0)  # a busy machine
    assert found == {"cheats": 0, "errs": 6}
    dist = tmp_path / "otter" / "dist"
    student = (dist / "student" / "otter.ipynb").read_text(encoding="utf-8")
    assert "np.outer" not in student
    assert not any(json.dumps(line)[1:-1] in student for line in HIDDEN)
    [autograder] = (dist / "autograder").glob("*.zip")
    hangs = tmp_path / "hangs.ipynb"
    hangs.write_text(pupils.copy(student, pupils.SPECIAL[1]), encoding="utf-8")
    assert marking.mark(hangs, autograder, 15.0) == ("hangs", 0, "stopped after 15 s")


@pytest.mark.slow
def test_nbgrader(tmp_path: Path) -> None:
    pytest.importorskip("nbgrader", reason="needs nbgrader: pip install '.[teaching]'")
    group = {"right": pupils.wrote(), "errs": pupils.wrote(MISTAKE), "loops": pupils.wrote(ENDLESS)}
    assert walk.nbgrader(tmp_path, group, 120.0) == {"right": 10, "errs": 6, "loops": 4}
    release = tmp_path / "release" / "backprop" / "backprop.ipynb"
    everything = release.read_text(encoding="utf-8")
    assert "np.outer" not in everything
    assert not any(json.dumps(line)[1:-1] in everything for line in HIDDEN)
    page = tmp_path / "feedback" / "errs" / "backprop" / "backprop.html"
    assert "✗ dw[1]" in page.read_text(encoding="utf-8")
