"""A learner's exceptions, in their own files only."""

from __future__ import annotations

import sys
import sysconfig
import traceback
from pathlib import Path

from groundup.checking.loading.cells import shown

RAISED = (Exception, SystemExit)  # what a learner's code may raise; Ctrl-C is not theirs
FILLED = "<filled in>"  # the file of functions that are not the learner's
OWN = str(Path(__file__).parents[1])  # the checker
STANDING_IN = str(Path(__file__).parent)
CHANCE = str(Path(__file__).parents[2] / "randomness.py")  # from which it draws its numbers
NOT_THEIRS = tuple(
    dict.fromkeys(
        str(path)
        for path in (
            OWN,
            CHANCE,
            sysconfig.get_path("stdlib"),
            sysconfig.get_path("purelib"),
            sysconfig.get_path("platlib"),
            sys.prefix + "/lib",
        )
    )
)


class Unneeded(BaseException):
    """Leaves a statement that takes too long and stands behind what was to be seen."""


def last_line(error: BaseException) -> str:
    """`ValueError: shapes (3,4) and (5,) not aligned`."""
    lines = in_their_words("".join(traceback.format_exception_only(error))).strip().splitlines()
    return lines[-1 if isinstance(error, SyntaxError) else 0]


def in_their_words(text: str) -> str:
    """With the types that numbers have where nobody checks."""
    return text.replace("'Traced'", "'numpy.ndarray'").replace("not Number", "not float")


def theirs(filename: str) -> bool:
    return not filename.startswith((*NOT_THEIRS, "<frozen", FILLED))


def of_ours(error: BaseException) -> bool:
    """Whether what stands in for something that a learner imports raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].filename.startswith(STANDING_IN)


def innermost(error: BaseException) -> tuple[str, int]:
    """The last line of the learner's that was on the way to an exception; `("", 0)` without one."""
    found = [
        (one.filename, one.lineno or 0)
        for one in traceback.extract_tb(error.__traceback__)
        if theirs(one.filename)
    ]
    return found[-1] if found else ("", 0)


def shortened(error: BaseException) -> str:
    """The traceback of an exception without the frames that are not the learner's."""
    frames = [
        traceback.FrameSummary(*shown(one.filename, one.lineno or 0), one.name, line=one.line)
        for one in traceback.extract_tb(error.__traceback__)
        if theirs(one.filename)
    ]
    lines = traceback.format_list(frames)
    said = in_their_words("".join(traceback.format_exception_only(error)))
    return "".join([*lines, said]).rstrip()
