"""The glossary's words: where each is explained, where it is first used, and links to it.

python -m scripts.site.glossary    lists them, in the order of the chapters

A chapter explains a word where it stands in bold. Before that, only a word in italics or in a link
may be used, for these say that an explanation comes.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scripts.site.contents import CONTENTS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = "guide/glossary.md"
ENTRY = re.compile(r"^## ([^\n]+)\n\n(.+?)(?=\n\n## |\Z)", re.DOTALL | re.M)
SEE = re.compile(r"\]\(([^)#]+)(?:#([^)]+))?\)")
ITALICS = re.compile(r"(?<!\*)\*(?!\*)[^*]{1,80}\*(?!\*)")
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
FORMS = {"matrix": "matrix|matrices", "batch": "(?:mini-)?batch(?:es)?"} | {
    "transpose": "transposed?s?",
    "validation digits": "validation digits|validation",
    "vanishing gradient": "(?:vanishing gradients?|gradients? vanish)",
}
NOT_PROSE = ("#", "<", "|", "!", "    ")  # how lines of headings, HTML, tables, pictures begin


class Word(NamedTuple):
    name: str
    page: str  # that explains it, within docs/
    said: str


class Place(NamedTuple):
    page: str
    line: int  # from 1


@cache
def words() -> dict[str, Word]:
    """The glossary's entries by their names."""
    found = {}
    for match in ENTRY.finditer((DOCS / PAGE).read_text(encoding="utf-8")):
        said = match[2].replace("\n", " ")
        [(page, _), *_] = SEE.findall(said)
        found[match[1]] = Word(match[1], f"guide/{page}", said)
    return found


@cache
def chapters() -> list[str]:
    """The guide's pages in the order of the contents, without the glossary."""
    named = re.findall(r'"((?:guide/)[\w./-]+\.md)"', json.dumps(CONTENTS))
    return [page for page in named if page != PAGE]


def form(name: str) -> str:
    """A pattern for the word, or several of it, as it stands in sentences."""
    return FORMS.get(name, f"{name}s?").replace(" ", r"\s+")


def alone(name: str) -> str:
    """The same, not within another word."""
    return rf"(?<![\w-])(?:{form(name)})(?![\w-])"


def prose(page: str) -> list[str]:
    """The page's lines; those that are no sentences are empty."""
    return sentences((DOCS / page).read_text(encoding="utf-8"))


def sentences(text: str) -> list[str]:
    """The lines of a text, empty in code, headings, tables and the words that unfold something."""
    lines, code, folded = [], False, False
    for line in text.split("\n"):
        fence = line.startswith("```")
        code ^= fence
        folded |= "<summary>" in line
        silent = code or fence or folded or line.startswith(NOT_PROSE)
        lines.append("" if silent else line)
        folded &= "</summary>" not in line
    return lines


def explained(name: str) -> Place | None:
    """Where the word stands in bold in the page that its entry names."""
    page = words()[name].page
    pattern = re.compile(rf"\*\*(?:{form(name)})\.?\*\*", re.I)
    text = "\n".join(prose(page))
    match = pattern.search(text)
    return Place(page, line_of(text, match)) if match else None


def used(name: str) -> Place | None:
    """Where the word is first used, not in italics, in code or in a link."""
    pattern = re.compile(alone(name), re.I)
    for page in chapters():
        text = "\n".join(prose(page))
        for aside in (LINK, re.compile(r"`[^`]*`"), ITALICS):
            text = aside.sub(blank, text)
        if match := pattern.search(text):
            return Place(page, line_of(text, match))
    return None


def line_of(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def before(one: Place, other: Place) -> bool:
    """Whether a place comes before another, and not in the same paragraph."""
    order = chapters()
    if one.page != other.page:
        return order.index(one.page) < order.index(other.page)
    return "" in prose(one.page)[one.line - 1 : other.line]


def linked(text: str, page: str) -> str:
    """The page's text; each word of the glossary that another page explains is a link where it
    first stands in a sentence."""
    if page not in chapters():
        return text
    up = "../" * (len(Path(page).parts) - 2)
    shown, waiting = [], [word for word in words().values() if word.page != page]
    for line, is_prose in zip(text.split("\n"), map(bool, sentences(text)), strict=True):
        if is_prose and not line.startswith(">"):
            line, waiting = with_links(line, waiting, up)
        shown.append(line)
    return "\n".join(shown)


def with_links(line: str, waiting: list[Word], up: str) -> tuple[str, list[Word]]:
    """A line with links, and the words that are still to come. Code, bold words and links in it
    stay as they are."""
    left = []
    for word in sorted(waiting, key=lambda one: -len(one.name)):
        parts = re.split(r"(`[^`]*`|\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?|\*+[^*]+\*+|\[[^\]]*$)", line)
        for number in range(0, len(parts), 2):
            match = re.search(alone(word.name), parts[number])
            if match and parts[number].count("]") == parts[number].count("["):
                anchor = word.name.lower().replace(" ", "-")
                link = f"[{match[0]}]({up}glossary.md#{anchor}){{.word}}"
                parts[number] = parts[number][: match.start()] + link + parts[number][match.end() :]
                break
        else:
            left.append(word)
        line = "".join(parts)
    return line, left


def main() -> None:
    for name in sorted(words(), key=lambda one: (place(explained(one)), one)):
        print(f"{name:22} explained {told(explained(name)):34} used {told(used(name))}")


def place(found: Place | None) -> tuple[int, int]:
    return (chapters().index(found.page), found.line) if found else (len(chapters()), 0)


def told(found: Place | None) -> str:
    return f"{found.page}:{found.line}" if found else "nowhere"


if __name__ == "__main__":
    main()
