"""The report: true where the code is right, JSON for programs, HTML for notebooks."""

from __future__ import annotations

import json
import math
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import groundup
from groundup.checking.model.answers import Finding
from groundup.checking.model.report import Named, Passage, Quantity, Report, WrongValue
from groundup.checking.request import ask, declare
from groundup.checking.words.paragraph import capital
from groundup.checking.words.report import ReportInWords
from groundup.rungs import batches, lists
from tests.checking.book_class import BOOK, FORGETS
from tests.checking.conftest import Write

PAGE = Path(__file__).parents[3] / "docs" / "checking.md"
WRONG = Quantity("delta", 0, False, 0.5)
HIDDEN = Named(
    14,
    "hidden-derivative-missing",
    0,
    (26,),
    "The error of a hidden layer lacks the factor σ′(z).",
    "delta[0] = (w[1]ᵀ·delta[1]) ∘ ⟦σ′(z[0])⟧",
    ("relu-derivative-one",),
)


def wrong_report() -> ReportInWords:
    quantities = [
        Quantity("outputs", None, True, 1e-16),
        Quantity("cost", None, None, None),
        Quantity("delta", 1, True, 0.0),
        WRONG,
        Quantity("dw", 0, False, math.inf),
    ]
    return ReportInWords(
        "wrong",
        style="the class <Network>",
        conventions={"w": "(n_in, n_out)"},
        quantities=quantities,
        first_wrong=WRONG,
        mistakes=[HIDDEN],
        wrong_values=[WrongValue(Passage("mynet.py", 12, 1, 12, 9, "delta = a < b & c"))],
        target="mynet.py",
    )


def test_a_report_is_true_where_the_code_is_right() -> None:
    assert Report("right")
    assert not Report("wrong")
    assert not Report("unchecked")


def test_json_is_what_is_documented() -> None:
    found = json.loads(json.dumps(wrong_report().as_json(), allow_nan=False))
    assert found["verdict"] == "wrong"
    assert found["conventions"] == {"w": "(n_in, n_out)"}
    assert found["first_wrong"] == {"quantity": "delta", "layer": 0}
    (named,) = found["mistakes"]
    assert (named["number"], named["slug"]) == (14, "hidden-derivative-missing")
    assert (named["layer"], named["aliases"]) == (0, [26])
    assert found["quantities"][0] == {
        "name": "outputs",
        "layer": None,
        "ok": True,
        "error": 1e-16,
        "parameter": "",
        "shape": [],
    }
    assert found["quantities"][1]["ok"] is None
    assert found["quantities"][-1]["error"] is None  # JSON has no infinity
    assert found["source_line"] == {"line": 12, "text": "delta = a < b & c", "cell": ""}
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{key}`" in page for key in found)


def test_json_of_a_right_report_has_nulls() -> None:
    found = Report("right").as_json()
    assert found["first_wrong"] is None
    assert found["mistakes"] == []
    assert found["source_line"] is None


class Balanced(HTMLParser):
    """Fails where an element is not closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            self.marks.append(data)


def test_html_is_whole_escaped_and_needs_nothing_else() -> None:
    report = wrong_report()
    report.findings = [Finding("raised", "It raised <b>", "  File <x>\nValueError")]
    html = report._repr_html_()
    parser = Balanced()
    parser.feed(html)
    assert parser.open == []
    assert parser.marks == ["σ′(z[0])"]
    assert "a &lt; b &amp; c" in html
    assert "&lt;Network&gt;" in html
    assert "<b>" not in html.replace("<b>mynet.py", "")
    assert not re.search(r"https?:|src=|href=", html)
    assert "⟦" not in html


def test_its_repr_gives_no_more_away_than_the_hint() -> None:
    report = wrong_report()
    assert "hidden-derivative-missing" in repr(report)
    report.hint = 1
    assert "hidden-derivative-missing" not in repr(report)
    assert "hidden-derivative-missing" not in str(report)


# groundup.check


def test_a_path_is_checked(write: Write) -> None:
    report = groundup.check(write(BOOK))
    assert report, str(report)
    assert report.conventions["cost"].startswith("quadratic (assumed, of outputs and targets")
    assert report.target.endswith("learners_code.py")


def test_a_name_in_a_file_is_checked_as_a_string_or_a_path(write: Write) -> None:
    report = groundup.check(f"{write(FORGETS)}:Network", cost="quadratic")
    assert report.verdict == "wrong"
    (named,) = report.mistakes
    assert named.number == 14
    assert report.source_line == (20, "nabla_w[-l] = delta @ activations[-l - 1].T", "")


@pytest.mark.parametrize("thing", [batches, lists])
def test_an_object_is_checked(thing: object) -> None:
    assert groundup.check(thing)


@pytest.mark.parametrize("thing", [np.dot, np.matmul, len, 5, {"W": 1}, np.eye(2), np])
def test_a_part_of_python_or_numpy_is_no_network(thing: object) -> None:
    report = groundup.check(thing)
    assert (report.verdict, report.style) == ("unchecked", "")
    assert "not a network: give a function, a class, a module or a file of your own." in str(report)


def test_code_without_a_module_is_somebodys() -> None:
    names: dict[str, object] = {}
    exec("def gradient(w, b, x, y): return w", names)
    assert "no network" not in str(groundup.check(names["gradient"]))


def test_what_is_declared_is_used(write: Write) -> None:
    report = groundup.check(write(BOOK), cost="cross-entropy", activation="sigmoid")
    assert report.verdict == "wrong"
    assert [named.number for named in report.mistakes] == [2]
    assert report.conventions["cost"].startswith("binary cross-entropy (declared; ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "either a target or a command"),
        ({"target": "a.py", "command": "b"}, "either a target or a command"),
        ({"target": "missing.py"}, "missing.py"),
        ({"target": str(PAGE)}, "expected a Python file, got checking.md"),
        ({"target": batches, "hint": 4}, "hint of 1, 2 or 3, got 4"),
        ({"target": batches, "cost": "mse"}, "quadratic or cross-entropy, got 'mse'"),
        ({"target": batches, "activation": "swish"}, "leaky-relu, linear, softmax.*got 'swish'"),
        ({"target": batches, "activation": "softmax,relu"}, "softmax is for the last layer"),
        ({"target": batches, "activation": "leaky-relu x"}, "expected a slope"),
        ({"target": batches, "l2": -1.0}, "l2 of 0 or more, got -1"),
        ({"target": batches, "timeout": 0.0}, "timeout in seconds above 0, got 0"),
        ({"target": batches, "adapter": "a.py"}, "an adapter goes with a file"),
        ({"command": "true", "adapter": "a.py"}, "a command answers for itself"),
        ({"command": "no-such-program-anywhere"}, "no-such-program-anywhere"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_one_sentence(arguments, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        groundup.check(**arguments)


def test_a_name_that_is_not_there_lists_what_is(write: Write) -> None:
    with pytest.raises(ValueError, match=r"no Net in learners_code\.py; there is Network, sigmoid"):
        groundup.check(f"{write(BOOK)}:Net")


def test_ask_and_check_have_the_same_defaults() -> None:
    reports = ask(batches, declare(None, None, 0.0), None, None, 10.0, 3), groundup.check(batches)
    said, also = (str(each).partition("The code printed") for each in reports)  # with its seconds
    assert said[:2] == also[:2]


def test_a_sentence_that_begins_with_a_name_keeps_it() -> None:
    assert capital("the update is lost") == "The update is lost"
    assert capital("net.py is not Python") == "net.py is not Python"
    assert (
        capital("self.b1 and self.b2 are never updated") == "self.b1 and self.b2 are never updated"
    )
