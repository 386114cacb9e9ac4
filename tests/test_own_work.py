"""Who borrows groundup's functions or never ends gets no points, and all others do."""

from __future__ import annotations

import signal
import sys
import time

import numpy as np
import pytest

from groundup.own_work import own
from groundup.rungs import arrays, lists


def test_ones_own_work_gives_what_it_gives() -> None:
    assert own(lambda z: 1 / (1 + np.exp(-z)), 0.0) == 0.5


def test_errors_of_ones_own_stay_what_they_are() -> None:
    with pytest.raises(ZeroDivisionError):
        own(lambda z: 1 / z, 0)


def test_groundups_own_function_by_another_name_is_none() -> None:
    sigmoid = lists.sigmoid
    with pytest.raises(AssertionError, match=r"groundup's own sigmoid; write it yourself"):
        own(sigmoid, 0.0)


def test_a_call_of_groundups_functions_is_told() -> None:
    def backprop(w, b, x, y):
        return arrays.backprop(arrays.build(w, b), x, y)

    with pytest.raises(AssertionError, match=r"backprop calls groundup's own build"):
        own(backprop, [np.eye(2)], [np.zeros(2)], np.ones(2), np.ones(2))


@pytest.mark.parametrize("before", [signal.default_int_handler, signal.SIG_IGN])
def test_a_loop_without_an_end_is_stopped(before) -> None:
    """Where Ctrl-C is ignored, too, as in a job behind others."""
    mine = signal.signal(signal.SIGINT, before)

    def endless():
        while True:
            pass

    started = time.perf_counter()
    with pytest.raises(TimeoutError, match=r"endless was still running after 0\.2 s"):
        own(endless, seconds=0.2)
    assert time.perf_counter() - started < 5
    assert signal.signal(signal.SIGINT, mine) is before


def catches_errors():
    while True:
        try:
            sum(range(1000))
        except Exception:
            continue


def catches_all():
    while True:
        try:  # noqa: SIM105 (as beginners write it)
            sum(range(1000))
        except:  # noqa: E722
            pass


def catches_all_around():
    try:
        while True:
            sum(range(1000))
    except:  # noqa: E722
        catches_all()


def cleans_up():
    while True:
        try:
            catches_errors()
        finally:
            sum(range(10))


@pytest.mark.parametrize("function", [catches_errors, catches_all, catches_all_around, cleans_up])
def test_one_that_catches_all_errors_is_stopped_too(function) -> None:
    before = sys.gettrace()
    with pytest.raises(TimeoutError):
        own(function, seconds=0.2)
    assert sys.gettrace() is before
