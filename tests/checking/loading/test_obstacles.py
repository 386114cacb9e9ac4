"""What could not be run is said in one line, its cause first, after what stood in the way."""

from __future__ import annotations

import ast
from pathlib import Path

import groundup
from groundup.checking.loading.obstacles import no_python
from groundup.checking.loading.sources import Source
from groundup.checking.loading.tracebacks import last_line
from tests.checking.conftest import Write
from tests.checking.loading.conftest import Load


def test_what_follows_from_a_missing_module_is_not_told_of_its_own(loaded: Load) -> None:
    shown = loaded(
        """
        import no_pandas as pd, numpy as np
        from no_helpers import *
        data = np.array(pd.read_csv("x.csv"))
        first, second = data
        helped = help_me(1)
        for row in data: print(row)
        """
    )
    assert shown.note is not None
    assert shown.note.message == (
        "Not installed, or not there: no_pandas and no_helpers; in all, 4 statements were left out"
    )


def test_a_long_sum_is_read_and_one_that_is_too_long_is_told(write: Write) -> None:
    net = "import numpy as np\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
    long = groundup.check(str(write(net + "y = " + "1 + " * 400 + "1\n")))
    assert "nothing in it trains" in str(long)
    longer = groundup.check(str(write(net + "y = " + "1 + " * 2000 + "1\n")))
    assert longer.verdict == "unchecked"
    assert "Something is nested too deeply to be read here in line 4: write it" in str(longer)
    deep = groundup.check(str(write(net + f"y = {'-' * 20_000}1\n")))
    assert "Something is nested too deeply to be read here: write it" in str(deep)


DIES = """
import numpy as np
class Net:
    def __init__(self, sizes):
        self.w = [np.random.randn(m, n) for m, n in zip(sizes[1:], sizes)]
        self.b = [np.zeros((m, 1)) for m in sizes[1:]]
    def forward(self, x):
        self.a = [x]
        for w, b in zip(self.w, self.b):
            self.a.append(1 / (1 + np.exp(-(w @ self.a[-1] + b))))
        return self.a[-1]
    def backward(self, x, y):
        self.forward(x)
        delta = (self.a[-1] - y) * self.a[-1] * (1 - self.a[-1])
        dw, db = [], []
        for l in reversed(range(len(self.w))):
            dw.insert(0, delta @ self.a[l] / x.shape[1])
            db.insert(0, delta.mean(axis=1, keepdims=True))
            delta = self.w[l].T @ delta * self.a[l] * (1 - self.a[l])
        return dw, db
    def train(self, x, y, eta):
        dw, db = self.backward(x, y)
        self.w = [w - eta * d for w, d in zip(self.w, dw)]
        self.b = [b - eta * d for b, d in zip(self.b, db)]
x, y = np.random.rand(3, 20), np.random.rand(2, 20)
Net([3, 4, 2]).train(x, y, 0.5)
"""


def test_the_line_at_which_a_program_stops_by_itself_is_told_first(write: Write) -> None:
    report = groundup.check(str(write(DIES)))
    words = str(report)
    *_, paragraph, trace, after = words.split("\n\n")
    assert report.verdict == "unchecked"
    assert paragraph.startswith("When it is run as it is, line 17 raised ValueError: matmul")
    assert trace.count("in backward") == 1
    assert trace.count("size 4 is different from 20") == 1
    assert after.startswith("next: fix that line, then")


STOPS = """
import numpy as np
class Net:
    def __init__(self, inputs, hidden, outputs):
        self.w1 = np.random.randn(inputs, hidden)
        self.w2 = np.random.randn(hidden, outputs)
    def forward(self, x):
        self.a1 = 1 / (1 + np.exp(-(x @ self.w1)))
        self.a2 = 1 / (1 + np.exp(-(self.a1 @ self.w2)))
    def backward(self, x, y, eta):
        delta2 = (self.a2 - y) * self.a2 * (1 - self.a2)
        delta1 = delta2 @ self.w2.T * self.a1 * (1 - self.a1)
        self.w2 -= eta * self.a1.T @ delta2
        self.w1 -= eta * x.T @ delta1
x = np.random.randn(50, 2)
y = np.where(x[:, 0] * x[:, 1] > 0, 1, 0)
network = Net(2, 4, 1)
for epoch in range(100):
    network.forward(x)
    network.backward(x, y, 0.1)
"""


def test_a_right_class_does_not_make_a_program_right_that_stops_in_its_own_loop(
    write: Write,
) -> None:
    report = groundup.check(str(write(STOPS)))
    assert report.verdict == "wrong"
    assert "The program stops while it trains. It is in line 12." in " ".join(str(report).split())
    column = STOPS.replace("0, 1, 0)", "0, 1, 0).reshape(-1, 1)")
    assert groundup.check(str(write(column))).verdict == "right"
    made_up = STOPS.replace("x = np.random.randn(50, 2)", "x = np.loadtxt('no.csv')")
    assert groundup.check(str(write(made_up))).verdict != "wrong"  # the shape may be ours


def test_what_stands_in_for_a_module_is_not_the_programs_fault(write: Write) -> None:
    text = DIES.replace("dw.insert(0, delta @ self.a[l] /", "dw.insert(0, delta @ self.a[l].T /")
    text = text.replace("import numpy as np", "import numpy as np\nimport pandas as pd")
    report = groundup.check(str(write(text + "pd.DataFrame([[1, 2], [3, 4]]).rolling(2)\n")))
    assert "When it is run as it is" not in str(report)
    assert "a table of made-up numbers has no rolling" in str(report)


def test_names_that_a_sibling_could_not_define(loaded: Load) -> None:
    shown = loaded(
        {
            "mine.py": "from data import x\nprint(x)\n",
            "data.py": "x = open('no.csv')\n",
        }
    )
    assert shown.note is not None
    assert shown.note.message == (
        "Line 1 of data.py raised FileNotFoundError: [Errno 2] No such file or directory: 'no.csv'"
        "; in all, 3 statements were left out"
    )


def test_where_nothing_is_found_the_data_are_not_to_blame(write: Write) -> None:
    report = groundup.check(write("data = open('no.csv')\ndef nothing(): return 1\n"))
    assert report.verdict == "unchecked"
    assert [one.kind for one in report.findings] == ["note"]
    words = str(report)
    assert words.index("nothing in it trains") < words.index("FileNotFoundError")
    assert "a short file for --adapter" in words


def test_what_a_newer_python_takes_is_not_said_to_be_none() -> None:
    error = SyntaxError("f-string expression part cannot include a backslash")
    told = no_python(Source(Path("mine.py"), "", ast.Module([], []), error)).message
    assert ", though it may be a newer one: SyntaxError: f-string expression part" in told


def test_an_error_has_the_types_that_numbers_have_where_nobody_checks() -> None:
    error = AttributeError("'Traced' object has no attribute 'grad'")
    assert last_line(error) == "AttributeError: 'numpy.ndarray' object has no attribute 'grad'"
