"""The page's texts in the languages that it has.

`static/texts.json` is the English table, by topic and name; `static/languages/de.json` is the same
in German. What a language lacks is said in English. A page carries English as it is, and the other
tables packed: only their texts, in the order of the English ones, which `static/languages.js`
unpacks where a reader wants another language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from groundup.page.encoding import STATIC, dense, squeezed

FOLDER = STATIC / "languages"
ALL, ENGLISH = "all", "en"
BETWEEN = "\0"  # two texts
ALONE = 200  # letters that take one byte
END = b"\xff"  # of an alphabet

Table = dict[str, Any]  # of texts, or of tables, by their names


class Language(NamedTuple):
    """tag: as HTML's `lang` has it; name: in the language itself; direction: of its writing."""

    tag: str
    name: str
    direction: str = "ltr"


LANGUAGES = {
    ENGLISH: Language("en", "English"),
    "es": Language("es", "Español"),
    "pt": Language("pt", "Português"),
    "fr": Language("fr", "Français"),
    "de": Language("de", "Deutsch"),
    "ar": Language("ar", "العربية", "rtl"),
    "zh": Language("zh-Hans", "简体中文"),
}
"""By the names of their tables; alike ones beside each other, which makes all of them smaller."""


def offered() -> list[str]:
    """The languages that there are texts in, English first."""
    return [code for code in LANGUAGES if code == ENGLISH or (FOLDER / f"{code}.json").is_file()]


def table(code: str = ENGLISH) -> Table:
    """All texts in this language; in English those that it lacks."""
    return english() if code == ENGLISH else merged(english(), own(code))


def english() -> Table:
    return json.loads((STATIC / "texts.json").read_text(encoding="utf-8"))


def own(code: str) -> Table:
    """What there is in this language, and nothing else."""
    return json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))


def merged(texts: Table, others: Table) -> Table:
    """The names and order of `texts`, with the texts of `others` where it has them."""
    return {
        name: merged(value, others.get(name, {}))
        if isinstance(value, dict)
        else others.get(name, value)
        for name, value in texts.items()
    }


def flat(texts: Table, before: str = "") -> Iterator[tuple[str, str]]:
    """Each text with its whole name: ("page.draw", "Draw")."""
    for name, value in texts.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def packed(codes: Sequence[str]) -> str:
    """The texts of one language after the other, squeezed as a whole, as `dense` writes it.

    codes: of the languages, without English. What one lacks is an empty text.
    """
    names = [name for name, _ in flat(english())]
    tables = [dict(flat(own(code))) for code in codes]
    texts = [each.get(name, "") for each in tables for name in names]
    return dense(squeezed(lettered(BETWEEN.join(texts)))) if codes else ""


def lettered(text: str) -> bytes:
    """Text with an alphabet of its own: a byte for each of the first 200 letters of Unicode that it
    has, two for each of the others, so that Arabic takes half as much room as in UTF-8, and Chinese
    two thirds. Before it the alphabet, as how far each letter is from the one before, in UTF-8,
    and a byte that UTF-8 does not have."""
    alphabet = sorted(set(text))
    steps = [ord(b) - ord(a) for a, b in pairwise(["\0", *alphabet])]
    codes = {
        letter: bytes([i] if i < ALONE else [ALONE + (i - ALONE) // 256, (i - ALONE) % 256])
        for i, letter in enumerate(alphabet)
    }
    return "".join(map(chr, steps)).encode() + END + b"".join(codes[letter] for letter in text)


def options(codes: Sequence[str]) -> str:
    """These languages to choose from, as HTML; each has its name in itself."""
    return "".join(
        f'<option value="{code}" lang="{tag}" dir="{direction}">{name}</option>'
        for code, (tag, name, direction) in LANGUAGES.items()
        if code in codes
    )
