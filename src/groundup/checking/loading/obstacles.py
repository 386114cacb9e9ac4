"""What kept a learner's code from being run, in words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from groundup.checking.loading.cells import place
from groundup.checking.loading.execution import Skipped
from groundup.checking.loading.repairs import PYTHON_2, TooDeepError
from groundup.checking.loading.sources import Source
from groundup.checking.loading.surroundings import Surroundings
from groundup.checking.loading.tracebacks import innermost, last_line, of_ours, shortened
from groundup.checking.model.answers import STOPS, Finding

# What lines raise that do not fit together, rather than what is around them.
THEIRS = (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError)


def no_module(name: str) -> Finding:
    message = f"There is no module {name}; run the check where it can be imported"
    return Finding("not imported", message)


def no_python(source: Source) -> Finding:
    """The file is in no Python that could be read."""
    error = source.error
    assert error is not None
    error.filename = source.file.name
    where = f" in {place(source.file, error.lineno)}" if error.lineno else ""
    if isinstance(error, TooDeepError):
        said = f"Something is nested too deeply to be read here{where}: write it in several steps"
        return Finding("not imported", said)
    other = ", nor Python 2 that could be converted" if source.language == PYTHON_2 else ""
    if "f-string" in str(error.msg):  # 3.12 takes more
        other = f" {sys.version_info.major}.{sys.version_info.minor}, though it may be a newer one"
    message = f"{source.file.name} is not Python{other}: {type(error).__name__}: {error.msg}{where}"
    return Finding("not imported", message, shortened(error))


def failure(skipped: Skipped) -> Finding:
    """What an adapter, which should run, raised."""
    message = f"The adapter {skipped.file.name} raised {last_line(skipped.error).rstrip('.')}"
    return Finding("not imported", message, shortened(skipped.error))


def note(
    around: Surroundings,
    skipped: Sequence[Skipped],
    missing: Sequence[str],
    made_up: Sequence[str] = (),
    known: Sequence[str] = (),
) -> Finding | None:
    """What could not be run, and how it was read, in one line; None where all was as it is."""
    sources = around.read.values()
    said = [one for source in sources for one in source.notes]
    older = [source.file.name for source in sources if source.language == PYTHON_2]
    if older:
        said.append(f"Read as Python 2, whose 1 / 2 is 0, but here 0.5: {listed(older)}")
    if lacking := [source.file.name for source in sources if source.forgets_numpy]:
        said.append(f"Here np is NumPy, which nothing imports in {listed(lacking)}")
    tops = list(dict.fromkeys(name.split(".")[0] for name in missing))
    if tops:
        textbook = f"; textbook definitions stand in for {listed(known)}" if known else ""
        said.append(f"Not installed, or not there: {listed(tops)}{textbook}")
    if made_up:
        said.append(f"Not found, so made-up numbers stand in: {listed(made_up)}")
    causes = [one for number, one in enumerate(skipped) if not follows(one, skipped[:number], tops)]
    if causes:
        said.append(f"{where(causes[0], around)} {happened(causes[0].error)}")
        if len(said) == 1 and (broken := of_their_own(causes[0], around)):
            return broken
    if len(skipped) > 1:
        said.append(f"in all, {len(skipped)} statements were left out")
    if not said:
        return None
    return Finding("note", "; ".join(said))


def of_their_own(one: Skipped, around: Surroundings) -> Finding | None:
    """What stops a program that has all that it asks for: a line of its own, which is wrong."""
    file, number = innermost(one.error)
    if not isinstance(one.error, THEIRS) or Path(file) not in around.read or of_ours(one.error):
        return None
    line = where(one._replace(file=Path(file), line=number), around)
    message = f"When it is run as it is, {line[0].lower()}{line[1:]} {happened(one.error)}"
    return Finding(STOPS, message, shortened(one.error))


def follows(one: Skipped, before: Sequence[Skipped], missing: Sequence[str]) -> bool:
    """Whether it only lacks what an earlier statement, or a module that is missing, would have
    defined."""
    lost = {name for other in before for name in other.names}
    if isinstance(one.error, NameError):
        return bool(missing) or one.error.name in lost
    if isinstance(one.error, ModuleNotFoundError):
        return one.error.name in missing
    return isinstance(one.error, ImportError) and not one.names.isdisjoint(lost)


def where(one: Skipped, around: Surroundings) -> str:
    """ "Line 12", "Line 3 of layer.py"."""
    words = place(one.file, one.line)
    beside = "" if one.file == around.file else f" of {one.file.name}"
    return f"{words[0].upper()}{words[1:]}{beside}"


def happened(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "calls sys.exit()"
    if isinstance(error, EOFError):
        return "asks for input"
    return f"raised {last_line(error).rstrip('.')}"


def listed(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
