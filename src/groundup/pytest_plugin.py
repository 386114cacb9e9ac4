"""For pytest: a test that fails because a backprop is not right shows the whole report.

    def test_backprop():
        assert groundup.check("mynet.py")

It imports nothing of groundup by itself. `pytest --groundup-hint 1` sets what the reports tell.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from groundup.checking.words.report import ReportInWords

HINT = "GROUNDUP_HINT"  # where groundup.check looks for it


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("groundup").addoption(
        "--groundup-hint",
        choices=("1", "2", "3"),
        help="how much groundup.check tells: 1 which quantity is wrong first, 2 also which part of "
        "its rule, 3 everything",
    )


def pytest_configure(config: pytest.Config) -> None:
    if hint := config.getoption("--groundup-hint"):
        before = os.environ.get(HINT)
        os.environ[HINT] = hint
        config.add_cleanup(lambda: restore(before))


def restore(hint: str | None) -> None:
    if hint is None:
        os.environ.pop(HINT, None)
    else:
        os.environ[HINT] = hint


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds what is not right to the failure of a test, wherever that is shown."""
    outcome = yield
    add = getattr(outcome.longrepr, "addsection", None)
    if add and call.excinfo and call.excinfo.errisinstance(AssertionError):
        said = as_a_line(str(call.excinfo.value))
        for report in reports(call.excinfo):
            if as_a_line(str(report)) not in said:
                add("groundup check", "\n".join([str(report), *places(report)]))
    return outcome


def as_a_line(words: str) -> str:
    return " ".join(words.split())


def reports(failure: pytest.ExceptionInfo[BaseException]) -> Iterator[ReportInWords]:
    """Those that are not right, among what the function that failed had in its hands: its variables
    and the values of its assertion, which pytest keeps there too."""
    if known := sys.modules.get("groundup.checking.words.report"):
        things = {id(one): one for one in failure.traceback[-1].frame.f_locals.values()}
        for thing in things.values():
            if isinstance(thing, known.ReportInWords) and not thing:
                yield thing


def places(report: ReportInWords) -> Iterator[str]:
    """The lines at fault as compilers write them, to which editors jump."""
    from groundup.checking.words.annotations import annotate

    for one in annotate(report, None):
        if one.place and one.place.line and not one.place.cell:
            yield f"{one.place.file}:{one.place.line}: {one.rule}"
