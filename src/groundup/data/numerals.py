"""Words that are numbers, as people write them: 3.5, 3,5, 1,234.50, $12, 7 %."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from groundup.errors import UserError

DECIMALS = (".", ",")
"""What may stand before a fraction."""
GROUPED = {
    ".": re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?"),
    ",": re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?"),
}
"""Numbers in groups of three digits, by what stands before the fraction."""
AROUND = re.compile(r"(?:^|(?<=^[-+]))[$€£¥]\s*|\s*[$€£¥%]$|(?<=\d)[\s'’](?=\d{3}(\D|$))")
"""A currency or a per cent sign, and spaces between groups of digits: the number is without."""


class AmbiguousError(UserError):
    """Cells that are different numbers, depending on what stands before a fraction."""


def is_number(word: str) -> bool:
    """Whether Python reads it as a number."""
    try:
        float(word)
    except ValueError:
        return False
    return True


def number(word: str, decimal: str) -> float | None:
    """What a word is where `decimal` stands before fractions; None where it is no finite number."""
    word = AROUND.sub("", word.replace("−", "-"))
    if GROUPED[decimal].fullmatch(word):
        word = word.replace("," if decimal == "." else ".", "")
    if decimal == ",":
        word = "?" if "." in word else word.replace(",", ".")
    found = float(word) if is_number(word) and "_" not in word else math.nan
    return found if math.isfinite(found) else None


def is_numeral(word: str) -> bool:
    """Whether it is a number in one way or the other."""
    return any(number(word, decimal) is not None for decimal in DECIMALS)


def decimal_of(words: Sequence[str], likely: str, doubtful: str = ",") -> str:
    """What stands before fractions in a column of numbers; `likely` decides where its cells leave
    it open. Raises AmbiguousError where that is "" and a number may be either of two: 12,345, and
    12.345 too where `doubtful` has the point."""
    readings = [d for d in DECIMALS if all(number(word, d) is not None for word in words)]
    if len(readings) < 2:
        return readings[0] if readings else "."
    told_apart = [word for word in words if number(word, ".") != number(word, ",")]
    if not told_apart or likely:
        return likely or "."
    if "." not in doubtful and all("." in word for word in told_apart):
        return "."
    word = told_apart[0]
    raise AmbiguousError(
        f"{word!r} is {number(word, '.'):,g} or {number(word, ','):,g}; say what comes before a "
        "fraction (--decimal . or --decimal ,)"
    )


def numbers(
    words: Sequence[str], decimal: str | None, likely: str = "", doubtful: str = ","
) -> tuple[list[float | None], str]:
    """A number for each of different words, None for what is none, and what stands before their
    fractions: `decimal`, or what the words say, or else what is likely. Raises AmbiguousError where
    nothing tells."""
    if decimal is None:
        decimal = decimal_of([word for word in words if is_numeral(word)], likely, doubtful)
    return [number(word, decimal) for word in words], decimal
