"""`groundup.check` in notebooks that a kernel runs: a class in two cells, and the ways in which
otter and nbgrader ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")
pytestmark = pytest.mark.slow

ACTIVATION = """\
import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z) * (1.0 - sigmoid(z))
"""
NETWORK = """\
class Network:
    def __init__(self, sizes):
        pairs = list(zip(sizes, sizes[1:]))
        self.weights = [np.random.randn(n, m) for m, n in pairs]
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]

    def feedforward(self, a):
        for w, b in zip(self.weights, self.biases):
            a = sigmoid(w @ a + b)
        return a
"""
BACKPROP = """\
class Network(Network):
    def backprop(self, x, y):
        zs, activations = [], [x]
        for w, b in zip(self.weights, self.biases):
            zs.append(w @ activations[-1] + b)
            activations.append(sigmoid(zs[-1]))
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b, nabla_w = [delta], [delta @ activations[-2].T]
        for l in range(2, len(self.weights) + 1):
            delta = (self.weights[-l + 1].T @ delta) * sigmoid_prime(zs[-l])
            nabla_b.insert(0, delta)
            nabla_w.insert(0, delta @ activations[-l - 1].T)
        return nabla_b, nabla_w
"""
WRONG = BACKPROP.replace(" * sigmoid_prime(zs[-l])", "")
LEARNERS = [ACTIVATION, NETWORK, BACKPROP]


def run(*cells: str | tuple[str, dict[str, Any]], folder: Path) -> list[Any]:
    """The cells after a kernel has run them all; one with metadata is a pair."""
    pairs = [(cell, {}) if isinstance(cell, str) else cell for cell in cells]
    new = nbformat.v4.new_code_cell
    notebook = nbformat.v4.new_notebook(cells=[new(text, metadata=m) for text, m in pairs])
    client = nbclient.NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return notebook.cells


def printed(cell: Any) -> str:
    assert not errors(cell), errors(cell)
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def errors(cell: Any) -> str:
    return "\n".join(
        f"{output.ename}: {output.evalue}"
        for output in cell.outputs
        if output.output_type == "error"
    )


def test_a_class_in_two_cells_and_its_instance_are_right(tmp_path: Path) -> None:
    """What stands in other cells, σ and σ′, is checked beside them; a method stands for its
    instance."""
    *_, of_class, of_instance, of_method = run(
        *LEARNERS,
        "import groundup\nreport = groundup.check(Network)\n"
        "print(report.verdict, *[q.name for q in report.quantities if q.ok])\nreport",
        "print(groundup.check(Network([2, 3, 1])).verdict)",
        "print(groundup.check(Network([2, 3, 1]).backprop), groundup.check(Network.backprop))",
        folder=tmp_path,
    )
    assert printed(of_class).split() == (
        ["right", "sigma", "sigma_prime", "outputs", *["dw", "db"] * 3]
    )
    (html,) = [out.data["text/html"] for out in of_class.outputs if "data" in out]
    assert '<p class="right"><b>Network: right</b></p>' in html
    assert printed(of_instance) == "right\n"
    assert printed(of_method).count("backprop: right") == 2


def test_a_wrong_line_and_a_traceback_are_in_their_cells(tmp_path: Path) -> None:
    *_, wrong, _, raised = run(
        ACTIVATION,
        NETWORK,
        WRONG,
        "import groundup\nprint(groundup.check(Network))",
        "def backprop(w, b, x, y):\n    return missing",
        "print(groundup.check(backprop))",
        folder=tmp_path,
    )
    words = "The likely place is line 10 of In[3]: delta = (self.weights[-l + 1].T @ delta)"
    assert words in printed(wrong)
    assert 'File "In[5]", line 2, in backprop\n    return missing' in printed(raised)


OTTER = '''\
OK_FORMAT = True
test = {
    "name": "q1",
    "points": 2,
    "suites": [
        {
            "cases": [
                {
                    "code": r"""
                    >>> import groundup
                    >>> report = groundup.check(Network)
                    >>> assert report.verdict == "right", str(report)
                    """,
                    "hidden": False,
                    "locked": False,
                }
            ],
            "scored": True,
            "setup": "",
            "teardown": "",
            "type": "doctest",
        }
    ],
}
'''
OTTERS_WAY = """\
import doctest, textwrap

def ask(name, names):
    scope = {}
    exec(open(f"tests/{name}.py").read(), scope)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False)
    for suite in scope["test"]["suites"]:
        for number, case in enumerate(suite["cases"]):
            text = textwrap.dedent(case["code"])
            runner.run(parser.get_doctest(text, dict(names), f"{name} {number}", None, None))
    return "all passed" if runner.failures == 0 else "failed"
"""


@pytest.mark.parametrize(("backprop", "verdict"), [(BACKPROP, "all passed"), (WRONG, "failed")])
def test_otters_way_of_asking(backprop: str, verdict: str, tmp_path: Path) -> None:
    """A test file's doctests, run on a copy of the notebook's names, as `otter.Notebook().check`
    does."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q1.py").write_text(OTTER, encoding="utf-8")
    *_, asked = run(
        ACTIVATION,
        NETWORK,
        backprop,
        OTTERS_WAY,
        'print(ask("q1", globals()))',
        folder=tmp_path,
    )
    assert printed(asked).strip().endswith(verdict)
    assert ("The error of a hidden layer lacks" in printed(asked)) == (verdict == "failed")


def test_nbgraders_way_of_asking(tmp_path: Path) -> None:
    """A locked cell for each grade, whose points are lost where it raises; the notebook is run to
    its end, as `nbgrader autograde` does."""
    asserts = "import groundup\nreport = groundup.check({})\nassert report, str(report)"

    def grade(name: str) -> tuple[str, dict[str, Any]]:
        nbgrader = {
            "grade": True,
            "grade_id": f"check-{name}",
            "locked": True,
            "points": 3,
            "schema_version": 3,
            "solution": False,
            "task": False,
        }
        return asserts.format(name), {"nbgrader": nbgrader}

    other = WRONG.replace("Network(Network)", "Other(Network)")
    cells = run(*LEARNERS, other, grade("Network"), grade("Other"), folder=tmp_path)
    graded = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert [cell.metadata.nbgrader.points * (not errors(cell)) for cell in graded] == [3, 0]
    assert "The error of a hidden layer lacks the factor σ′(z)" in errors(graded[1])
