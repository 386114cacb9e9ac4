"""A class whose notebooks have planted mistakes: to walk through a lesson before pupils do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from scripts.teaching.answers import MISTAKES, SOLUTION, Mistake
from scripts.teaching.lesson import QUESTIONS

RIGHT = {question.name: SOLUTION.sub("", question.code) for question in QUESTIONS}
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
ENDLESS = Mistake(
    "a loop without an end in backprop",
    "    z, a = forwards(w, b, x)\n    delta =",
    "    while True:\n        pass\n    delta =",
)


class Pupil(NamedTuple):
    """what: is wrong; code: of each question, None where nothing is written; hangs: whether a cell
    between the questions never ends."""

    what: str
    code: dict[str, str] | None
    hangs: bool = False


SPECIAL = (
    Pupil("calls the rung", CHEAT),
    Pupil("a cell without an end", RIGHT, hangs=True),
    Pupil("nothing written", None),
)


def pupils() -> Iterator[Pupil]:
    """A class of any size: those of `SPECIAL`, each mistake alone, then two at once."""
    yield from SPECIAL
    for mistake in (ENDLESS, *MISTAKES):
        yield wrote(mistake)
    for gap in range(2, len(MISTAKES)):
        for first, second in zip(MISTAKES[1:], MISTAKES[gap:], strict=False):
            pupil = wrote(first, second)
            if pupil.code not in (wrote(first).code, wrote(second).code):
                yield pupil


def wrote(*mistakes: Mistake) -> Pupil:
    """A pupil who made these mistakes; one has no place where another has changed its line."""
    code = dict(RIGHT)
    for mistake in mistakes:
        if mistake.old:
            code = {name: text.replace(mistake.old, mistake.new) for name, text in code.items()}
    return Pupil("; ".join(one.what for one in mistakes), code)


def copy(empty: str, pupil: Pupil) -> str:
    """The empty notebook as this pupil hands it in."""
    notebook = json.loads(empty)
    questions = [cell for cell in notebook["cells"] if "".join(cell["source"]).startswith("def ")]
    for cell, name in zip(questions, RIGHT, strict=True):
        if pupil.code is not None:
            cell["source"] = pupil.code[name]
    if pupil.hangs:
        notebook["cells"].insert(2, cell_without_end())
    return json.dumps(notebook)


def cell_without_end() -> dict[str, Any]:
    cell = {"cell_type": "code", "source": "while True:\n    pass\n", "metadata": {}, "id": "hangs"}
    return cell | {"execution_count": None, "outputs": []}
