"""Climbing times what it says it times."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.climbing import BATCH_SIZE, EPOCH, climb_in_process, lines_of_code
from groundup.rungs import source


def test_a_slow_rung_is_extrapolated_from_what_it_did() -> None:
    figures = climb_in_process("neurons", seconds=0.1)
    assert figures["extrapolated"]
    assert BATCH_SIZE <= figures["measured_samples"] < EPOCH
    at_least = 0.1 / figures["measured_samples"] * EPOCH
    assert figures["seconds_per_epoch"] >= at_least
    assert figures["worst_error"] <= 1e-12


@pytest.mark.slow
def test_a_fast_rung_runs_its_epoch() -> None:
    figures = climb_in_process("batches", seconds=60)
    assert not figures["extrapolated"]
    assert figures["measured_samples"] == EPOCH


def test_lines_of_code_are_neither_blank_nor_comment_nor_docstring(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(
        '"""Two\nlines."""\n\n# comment\nx = 1  # code\n'
        'def f():\n    """Doc."""\n\n    return """a\nb"""\n'
    )
    assert lines_of_code(file) == 4
    assert 50 < lines_of_code(source("arrays")) < 150
