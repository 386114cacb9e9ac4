"""Words that are dates, as days since 1970-01-01, so that a column of them is one of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from groundup.errors import UserError

ISO = "iso"
FORMS = (
    ISO, "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y",
)  # fmt: skip
"""How a date may be written; a time, 12:30 or 12:30:59, may follow."""
TIMES = ("", " %H:%M", " %H:%M:%S")
SAMPLED = 50  # words, that tell whether others are worth a look
EPOCH = datetime(1970, 1, 1)
A_DAY = 86_400  # seconds


class AmbiguousError(UserError):
    """Dates whose days could be months, and months days."""


def form_of(words: Sequence[str]) -> str | None:
    """The form in which most of different words are dates; None where there is none. Raises
    AmbiguousError where there are two forms that tell different days."""
    some = words[:SAMPLED]
    counts = {form: sum(days(word, form) is not None for word in some) for form in FORMS}
    most = max(counts.values())
    if most <= len(some) / 2:
        return None
    fitting = [form for form in FORMS if counts[form] == most]
    for word in words if len(fitting) > 1 else ():
        fitting = [form for form in fitting if days(word, form) is not None] or fitting
    for word in words if len(fitting) > 1 else ():
        if len({days(word, form) for form in fitting}) > 1:
            raise AmbiguousError(
                f"{word!r} may be day and month or month and day; write dates as 2026-12-31"
            )
    return fitting[0]


def days(word: str, form: str) -> float | None:
    """Days since 1970-01-01, with the time as a fraction; None where the word is no such date."""
    if not word[:1].isdigit() and "%b" not in form and "%B" not in form:
        return None
    if form == ISO:
        try:
            moment = datetime.fromisoformat(word)
        except ValueError:
            return None
        return since_epoch(moment) if len(word) > len("20261231") else None  # that is a number
    for time in TIMES:
        try:
            return since_epoch(datetime.strptime(word, form + time))
        except ValueError:
            continue
    return None


def in_digits(number: float) -> str:
    """The date 2026-12-31 of 20261231; "" where a number is none from 1800 to 2199."""
    if not number.is_integer() or not 1800_01_01 <= number <= 2199_12_31:
        return ""
    try:
        return datetime.strptime(f"{number:.0f}", "%Y%m%d").strftime("%Y-%m-%d")
    except ValueError:
        return ""


def since_epoch(moment: datetime) -> float:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return (moment - EPOCH).total_seconds() / A_DAY
