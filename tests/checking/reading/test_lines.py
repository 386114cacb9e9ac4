"""Lines that run are taken down, and whoever traced before goes on."""

from __future__ import annotations

import sys

import pytest

from groundup.checking.reading.lines import Lines
from tests.checking.conftest import Write


def test_a_function_that_runs_already_is_taken_down_too(write: Write) -> None:
    file, lines = write("start()\nx = 1\nstop()\ny = 2"), Lines()
    names = {"start": lines.start, "stop": lines.stop}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    assert lines.ran[str(file)] == {2, 3}


@pytest.mark.parametrize("raises", [False, True])
def test_whoever_traced_before_does_so_afterwards(raises: bool) -> None:
    before = sys.gettrace()
    try:
        with Lines():
            assert sys.gettrace() != before
            if raises:
                raise KeyError
    except KeyError:
        pass
    assert sys.gettrace() is before
