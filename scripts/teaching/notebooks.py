"""The lesson as each grader wants it. A notebook is a dictionary, as its JSON is."""

from __future__ import annotations

import json
import re
from typing import Any

from scripts.teaching.lesson import OPENING, QUESTIONS, SETUP, TITLE, Question

Cell = dict[str, Any]
SOLUTION = re.compile(r"^( *)# <\n(.*?)^ *# >$", re.DOTALL | re.M)


def otter() -> str:
    """The notebook that `otter assign` takes: raw cells say where a question's parts begin."""
    settings = "\n".join(
        [
            "# ASSIGNMENT CONFIG",
            f"name: {TITLE}",
            "generate:",
            "  pdf: false",
            "  show_hidden: true",
            "requirements:",
            "  - groundup",
            "  - numpy",
        ]
    )
    cells = [raw(settings), markdown(OPENING), code(SETUP)]
    for question in QUESTIONS:
        cells += _otter(question)
    return notebook(cells)


def _otter(question: Question) -> list[Cell]:
    tests = [
        code(f'""" # BEGIN TEST CONFIG\n{settings}""" # END TEST CONFIG\n{test.code}')
        for test, settings in (
            (question.shown, f"points: {question.shown.points}\n"),
            (question.hidden, f"points: {question.hidden.points}\nhidden: true\n"),
        )
    ]
    return [
        raw(f"# BEGIN QUESTION\nname: {question.name}"),
        markdown(question.text),
        raw("# BEGIN SOLUTION"),
        code(SOLUTION.sub(r"\1# BEGIN SOLUTION\n\2\1# END SOLUTION", question.code)),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        *tests,
        raw("# END TESTS"),
        raw("# END QUESTION"),
    ]


def nbgrader() -> str:
    """The notebook of nbgrader's folder `source`: cells say in their metadata what they are."""
    cells = [markdown(OPENING), code(SETUP, grading("setup"))]
    for question in QUESTIONS:
        name, text = question.name, question.hidden.code
        written = SOLUTION.sub(r"\1### BEGIN SOLUTION\n\2\1### END SOLUTION", question.code)
        hidden = f"### BEGIN HIDDEN TESTS\n{text.strip()}\n### END HIDDEN TESTS"
        cells += [
            markdown(question.text),
            code(written, grading(name, solution=True)),
            code(question.shown.code, grading(f"{name}-open", question.shown.points)),
            code(hidden, grading(f"{name}-hidden", question.hidden.points)),
        ]
    return notebook(cells)


def grading(name: str, points: int = 0, solution: bool = False) -> dict[str, Any]:
    """nbgrader's metadata of a cell: the pupil's own, a test with points, or one to leave alone."""
    found: dict[str, Any] = {"grade_id": name, "schema_version": 3, "task": False}
    found |= {"solution": solution, "locked": not solution, "grade": points > 0}
    return {"nbgrader": found | ({"points": points} if points else {})}


def markdown(text: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def raw(text: str) -> Cell:
    return {"cell_type": "raw", "metadata": {}, "source": text}


def code(text: str, metadata: dict[str, Any] | None = None) -> Cell:
    cell: Cell = {"cell_type": "code", "metadata": metadata or {}, "source": text}
    return cell | {"execution_count": None, "outputs": []}


def notebook(cells: list[Cell]) -> str:
    """The cells as the text of a file. Each has an id, and its lines are apart, for diffs."""
    numbered = [
        cell | {"id": f"cell-{number}", "source": cell["source"].strip().splitlines(keepends=True)}
        for number, cell in enumerate(cells)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": numbered, "metadata": {"kernelspec": kernel}, "nbformat": 4}
    return json.dumps(whole | {"nbformat_minor": 5}, ensure_ascii=False, indent=1) + "\n"
