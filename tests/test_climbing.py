"""Climbing times what it says it times."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup import climbing
from groundup.climbing import (
    BATCH_SIZE,
    CONVOLVING,
    DENSE,
    EPOCH,
    ETA,
    climb,
    climb_in_process,
    lines_of_code,
    multiplications,
)
from groundup.rungs import RUNGS, runs_here, source, sources


@pytest.mark.slow
def test_a_slow_rung_is_extrapolated_from_what_it_did() -> None:
    figures = climb_in_process("neurons", seconds=0.1)
    assert figures["extrapolated"]
    assert BATCH_SIZE <= figures["measured_samples"] < EPOCH
    at_least = 0.1 / figures["measured_samples"] * EPOCH
    assert figures["seconds_per_epoch"] >= at_least
    assert figures["worst_error"] <= 1e-12


@pytest.mark.skipif(not runs_here("kernel"), reason="the kernel was not built")
def test_the_kernel_runs_its_epoch_in_one_call() -> None:
    figures = climb_in_process("kernel", seconds=0.0)
    assert not figures["extrapolated"]
    assert figures["measured_samples"] == EPOCH
    assert figures["worst_error"] <= 1e-12


def test_a_kernel_that_was_not_built_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {
        "seconds_per_epoch": 1.0,
        "measured_samples": 1,
        "extrapolated": True,
        "worst_error": 0.0,
    }
    monkeypatch.setattr(climbing, "runs_here", lambda name: name != "kernel")
    monkeypatch.setattr(climbing, "climb_in_process", lambda name, seconds, network: figures)
    found = {network: [r.rung for r in climb() if r.network == network] for network in ETA}
    assert found[DENSE] == [name for name in RUNGS if name != "kernel"]
    assert found[CONVOLVING] == ["convolution"]


def test_the_rung_that_convolves_is_timed_on_a_network_that_does() -> None:
    figures = climb_in_process("convolution", 0.1, CONVOLVING)
    assert figures["extrapolated"]
    assert 1 < figures["seconds_per_epoch"] < 600
    assert figures["worst_error"] <= 1e-12


def test_multiplications_are_counted_at_every_place() -> None:
    assert multiplications(DENSE) == 784 * 30 + 30 * 10
    convolved = 24 * 24 * 20 * 25 + 8 * 8 * 40 * 20 * 25
    assert multiplications(CONVOLVING) == convolved + 640 * 100 + 100 * 10
    assert multiplications("6x6x3-2c3p2-3") == 4 * 4 * 2 * 27 + 8 * 3


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


def test_the_lines_of_c_are_counted_without_comments(tmp_path: Path) -> None:
    file = tmp_path / "a.c"
    file.write_text("/* Two\n   lines. */\n\nint x; /* code */\n/* a */ int y;\n")
    assert lines_of_code(file) == 2
    assert {path.name for path in sources("kernel")} >= {"kernel.py", "kernel.h", "module.c"}
