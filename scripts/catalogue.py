"""Writes the table of docs/mistakes.md from the catalogue.

    python scripts/catalogue.py

A test says when it has to be run.
"""

from __future__ import annotations

import re
from pathlib import Path

from groundup.checking.reference.catalogue import MISTAKES, Mistake

PAGE = Path(__file__).parent.parent / "docs" / "mistakes.md"
TABLE = re.compile(r"(?<=<!-- the catalogue -->\n).*?(?=<!-- end of it -->)", re.DOTALL)
HEAD = "| | slug | what is wrong | the rule, its broken part marked |\n|---:|---|---|---|\n"


def table() -> str:
    """A line a mistake, in the order of their numbers."""
    rows = dict.fromkeys(row(one) for one in sorted(MISTAKES, key=lambda one: one.number))
    return HEAD + "".join(rows)


def row(one: Mistake) -> str:
    slug = re.sub(r"\d+", "N", one.slug) if one.number == 51 else one.slug  # a size each
    sentence, formula = (words.replace("|", "\\|") for words in (one.sentence, one.formula))
    return f"| {one.number} | `{slug}` | {sentence} | {formula} |\n"


def page() -> str:
    """The page with its table as it should be."""
    return TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
