"""The blocks of code in a page, with the mark before each.

A mark is a comment on the line before a block:

    <!-- live -->            it can be changed and run in the page
    <!-- FILE -->            it is what stands in this file (a path with a dot in its name)
    <!-- into FILE -->       its functions replace those of the same names in this file
    <!-- in FILE -->         its lines stand in this file of the project, which runs them
    <!-- about -->           before a block of `text`: shares in percent may be five points off

A block of the kind `text` after one of `python` or `sh` is what that prints; in it `…` stands for
anything.
"""

from __future__ import annotations

import re
from typing import NamedTuple

BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*?) -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.M
)
LIVE = "live"


class Block(NamedTuple):
    kind: str
    text: str
    mark: str
    line: int  # of its first line in the page, from 1


def blocks(page: str) -> list[Block]:
    """The page's blocks of code in their order."""
    found = []
    for match in BLOCK.finditer(page):
        line = page.count("\n", 0, match.start("text")) + 1
        found.append(Block(match["kind"], match["text"], match["mark"] or "", line))
    return found


def with_live(page: str) -> str:
    """The page, its live blocks marked as Zensical's Markdown has it, and what is shown right below
    them as printed."""
    marked, end = [], 0
    for match in BLOCK.finditer(page):
        if match["mark"] != LIVE:
            continue
        marked += [
            page[end : match.start()],
            f"```{{ .{match['kind']} .live }}\n{match['text']}```",
        ]
        end = match.end()
        printed = BLOCK.match(page, end + 2)  # after an empty line
        if printed and printed["kind"] == "text":
            marked.append(f"\n\n```{{ .text .printed }}\n{printed['text']}```")
            end = printed.end()
    return "".join([*marked, page[end:]])
