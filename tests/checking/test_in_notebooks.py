"""`groundup.check` in notebooks that a kernel runs: a class in two cells, the ways in which otter
and nbgrader ask, and `%%check`."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.checking.book_class import FORGETS

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
    assert printed(of_class).split() == ["right", *["delta", "dw", "db"] * 3]
    (html,) = [out.data["text/html"] for out in of_class.outputs if "data" in out]
    assert '<p class="right"><b>Network: right</b></p>' in html
    assert printed(of_instance) == "right\n"
    assert printed(of_method).count("backprop: right") == 2


def test_what_is_imported_in_a_cell_of_its_own_is_at_hand(tmp_path: Path) -> None:
    *_, checked = run(
        "import numpy as np\nimport groundup",
        ACTIVATION.removeprefix("import numpy as np\n"),
        NETWORK,
        WRONG,
        "report = groundup.check(Network)\nprint(report.verdict, report)",
        folder=tmp_path,
    )
    assert printed(checked).startswith("wrong")
    assert "line 12 of In[4] uses its value without" in printed(checked)


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
    found = "Line 10 of In[3] is still right; line 12 of In[3] uses its value without"
    assert found in printed(wrong)
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


# %%check

LOAD = "%load_ext groundup\n%reload_ext groundup"
FORGOT = textwrap.dedent(FORGETS)
TRAIN = "for i in range(3):\n    loss = i"


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    folder = tmp_path_factory.mktemp("notebook")
    texts = [
        *(LOAD, ACTIVATION, NETWORK, TRAIN),
        f"%%check --cost quadratic\n{FORGOT}\n",
        f"%%check --only Network --hint 1\n{WRONG}\nNetwork([2, 2])",
        f"%%check\n{BACKPROP}\nprint('run', loss)\n7 * 6",
        "%%check\nx = 1\n1 / 0",
        "x",
        "%%check --hit 1\nx = 2",
        "%%check --only missing\nx = 2",
    ]
    return run(*texts, folder=folder)


def html(cell: Any) -> str:
    found = [one.data.get("text/html", "") for one in cell.outputs if "data" in one]
    return re.sub(r"\s+", " ", "".join(found))


def test_a_wrong_cell_is_told_with_its_line_as_the_notebook_shows_it(cells: list[Any]) -> None:
    shown, rows = html(cells[4]), FORGOT.splitlines()
    line = next(number for number, row in enumerate(rows, 2) if row.endswith(" @ delta"))
    assert '<p class="wrong"><b>In[5]: wrong</b></p>' in shown
    assert f"Line {line} of In[5] is still right" in shown
    assert "next: fix that, then %%check --cost quadratic again" in shown


def test_options_are_those_of_the_command(cells: list[Any]) -> None:
    shown = html(cells[5])
    assert "<b>Network: wrong</b>" in shown
    assert "lacks" not in shown
    assert "(--hint 2 says more), then %%check --only Network --hint 1 again" in shown


def test_a_right_cell_runs_and_shows_its_value_as_usual(cells: list[Any]) -> None:
    assert html(cells[6]).count("<b>In[7]: right</b>") == 1
    assert printed(cells[6]) == "run 2\n"
    (value,) = [one for one in cells[6].outputs if one.output_type == "execute_result"]
    assert value.data["text/plain"] == "42"


def test_an_error_is_shown_as_usual_and_nothing_is_checked(cells: list[Any]) -> None:
    assert errors(cells[7]) == "ZeroDivisionError: division by zero"
    (error,) = cells[7].outputs
    said = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.traceback))
    assert re.search(r"-> 3 1 ?/ ?0", said)  # as the cell numbers it
    assert cells[8].outputs[0].data["text/plain"] == "1"


@pytest.mark.parametrize(
    ("number", "message"),
    [(9, "unrecognized arguments: --hit 1"), (10, "there is no missing in notebook.ipynb")],
)
def test_what_cannot_be_checked_is_one_sentence(
    number: int, message: str, cells: list[Any]
) -> None:
    said = printed(cells[number])
    assert said.startswith(f"%%check: {message}")
    assert said.count("\n") == 1
