"""What pytest shows of a test that asserts that a backprop is right."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checking.book_class import BOOK, FORGETS

ROOT = Path(__file__).parents[1]
TESTS = """
import unittest
import groundup
import pytest

{report}

def test_at_once():
    assert groundup.check("mynet.py")


def test_by_its_verdict():
    report = groundup.check("mynet.py", cost="quadratic")
    assert report.verdict == "right"


def test_in_words():
    report = groundup.check("mynet.py")
    assert report, str(report)


class TestCase(unittest.TestCase):
    def test_of_unittest(self):
        self.assertTrue(groundup.check("mynet.py"))


def test_of_something_else():
    report = groundup.check("mynet.py")
    with pytest.raises(ValueError):
        int("x" * len(report.mistakes))
    raise KeyError
"""
MADE = """
from groundup.checking.model.report import Passage, WrongValue
from groundup.checking.words.report import ReportInWords

place = Passage("mynet.py", 18, 9, 18, 40)
made = ReportInWords("wrong", wrong_values=[WrongValue(place, slug="sign-flipped")])
groundup.check = lambda *_, **__: made
"""
Pytest = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Pytest:
    """Runs pytest with the plugin, in a process of its own, on tests and a file to check."""

    def do(*arguments: str, net: str = FORGETS, report: str = "", plugin: bool = True) -> str:
        (tmp_path / "mynet.py").write_text(textwrap.dedent(net), encoding="utf-8")
        (tmp_path / "test_net.py").write_text(TESTS.format(report=report), encoding="utf-8")
        wanted = ["-p", "groundup.pytest_plugin"] if plugin else []
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *wanted, *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "CI": "", "BUILD_NUMBER": ""},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert "INTERNALERROR" not in ran.stdout, ran.stdout
        return ran.stdout + ran.stderr

    return do


def test_a_failure_shows_the_ladder_the_mistake_and_its_line(run: Pytest) -> None:
    said = run("-k", "at_once or in_words or something_else")
    once, words = said.partition("test_in_words _")[::2]
    assert "- groundup check -" in once
    assert "  ✗ dw[1]      hidden layer 2 (w[1])   off by 640%\n" in once
    assert "The error of a hidden layer lacks the factor σ′(z)." in once
    assert "Line 18 is still right; line 20 uses its value without" in once
    assert words.count("lacks the factor σ′(z)") == 1  # which says it already
    assert "KeyError" in words
    assert "3 failed" in words


def test_each_way_of_asserting_shows_it_and_its_place(run: Pytest) -> None:
    said = run("-k", "at_once or by_its_verdict or unittest", report=MADE)
    assert "3 failed" in said
    assert said.count("- groundup check -") == 3
    assert said.count("\nmynet.py:18: sign-flipped\n") == 3


def test_it_stands_in_files_for_other_programs_too(run: Pytest, tmp_path: Path) -> None:
    said = run("-k", "at_once", "--junitxml", "results.xml", "--tb", "short", report=MADE)
    assert "mynet.py:18: sign-flipped" in said
    assert "mynet.py:18: sign-flipped" in (tmp_path / "results.xml").read_text(encoding="utf-8")


def test_a_hint_is_for_all_that_is_shown(run: Pytest) -> None:
    said = run("-k", "at_once or in_words", "--groundup-hint", "1")
    assert "2 failed" in said
    assert said.count("First wrong quantity: delta[1]") == 2
    assert "lacks" not in said
    assert "hidden-derivative-missing" not in said
    assert "invalid choice: '4'" in run("--groundup-hint", "4")


def test_what_is_right_shows_nothing(run: Pytest) -> None:
    said = run("-k", "at_once", net=BOOK)
    assert "1 passed" in said
    assert "groundup check" not in said


def test_it_costs_nothing_where_it_is_not_used(run: Pytest, tmp_path: Path) -> None:
    code = "import sys\ndef test_nothing():\n    assert not NAMES & {*sys.modules}\n"
    names = {"numpy", "groundup.checking", "groundup.errors", "typer"}
    (tmp_path / "test_other.py").write_text(code.replace("NAMES", repr(names)))
    assert "1 passed" in run("test_other.py")


def test_pytest_finds_it_where_groundup_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"groundup": "groundup.pytest_plugin"}
