"""What `%%check` makes of a cell; tests/checking/test_in_notebooks.py has it in a kernel."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

import groundup
from groundup import notebook
from groundup.errors import UserError
from tests.checking.book_class import FORGETS


def test_the_line_is_taken_away_and_lines_keep_their_numbers() -> None:
    assert notebook.without_line(["%%check --hint 2\n", "x\n"]) == ["# %%check --hint 2\n", "x\n"]
    for other in (["%%checks\n", "x\n"], ["x = '\n", "%%check\n"], [], ["%%time 'x\n"]):
        assert notebook.without_line(other) == other


def test_options_become_arguments() -> None:
    line = "%%check --only f --l2 0.1 --l2-form half --layers 2 --no-biases --hint 1 --timeout 9"
    assert notebook.options_in(line) == (
        "f",
        {"l2": 0.1, "l2_form": "half", "layers": 2, "biases": False, "hint": 1, "timeout": 9.0},
    )
    with pytest.raises(UserError, match="invalid int value: 'x'"):
        notebook.options_in("%%check --hint x")
    with pytest.raises(UserError, match="unrecognized arguments: --adapter"):
        notebook.options_in("%%check --adapter x")


@pytest.mark.slow  # for IPython comes with what slow tests need
def test_a_terminal_waits_for_the_end_of_a_cell() -> None:
    core = pytest.importorskip("IPython.core.inputtransformer2")
    manager = core.TransformerManager()
    manager.cleanup_transforms.append(notebook.without_line)
    assert manager.check_complete("%%check\nx = 1")[0] == "incomplete"
    assert manager.transform_cell("%%check\nx = 1") == "# %%check\nx = 1\n"


def test_a_class_has_the_hint_that_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [textwrap.dedent(FORGETS)]
    monkeypatch.setenv("GROUNDUP_HINT", "1")
    assert "lacks" not in str(notebook.report_on(texts, "%%check"))
    assert "lacks" in str(notebook.report_on(texts, "%%check --hint 3"))
    monkeypatch.setenv("GROUNDUP_HINT", "all")
    with pytest.raises(ValueError, match="hint of 1, 2 or 3"):
        groundup.check(Path(__file__))
