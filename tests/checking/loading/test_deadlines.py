"""How long code may run: a deadline within another, and what is only tried."""

from __future__ import annotations

import pytest

from groundup.checking.loading import deadlines
from groundup.checking.loading.deadlines import Deadline, Hurry, TooLongError


def test_time_that_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(deadlines.time, "perf_counter", lambda: now)
    monkeypatch.setattr(deadlines.time, "process_time", lambda: 0.0)
    long = Deadline(50.0, patience=1.0)
    short, longer = Deadline(5.0, long, 1.0), Deadline(80.0, long)
    assert (short.end, longer.end) == (105.0, 150.0)
    assert not short.past
    now = 106.0
    assert short.past
    assert not longer.past


def test_when_a_hurry_is_over_only_what_takes_too_long_is_ended() -> None:
    hurry = Hurry(-1.0)
    assert hurry()
    hurry.trying(5.0)
    assert not hurry()
    hurry.trying(-1.0)
    with pytest.raises(TooLongError):
        hurry()
    assert hurry.ended


def test_what_is_imported_before_the_first_loop_takes_its_own_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(deadlines.time, "perf_counter", lambda: now)
    monkeypatch.setattr(deadlines.time, "process_time", lambda: now)
    hurry = Hurry(2.0)
    now = 5.0
    assert not hurry()
    now = 8.0
    assert hurry()
