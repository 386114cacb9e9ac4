"""Chapters as notebooks, from the same sources: what is run in them is what the page shows.

python -m scripts.site.notebooks FOLDER    writes them

Blocks of Python become cells, with what they print below them. All else is text: figures are
pictures in it, and what is folded in a page, such as a solution, stays folded.
"""

from __future__ import annotations

import argparse
import base64
import re
from pathlib import Path

from scripts.site import parts
from scripts.site.blocks import BLOCK, LIVE
from scripts.teaching.notebooks import Cell, code, markdown, notebook

DOCS = Path(__file__).parents[2] / "docs"
CSS = Path(__file__).parent / "static" / "guide.css"
CHAPTERS = (
    *("network", "backprop", "rungs/lists", "rungs/arrays", "rungs/batches", "rungs/convolution"),
    *("rungs/scalars", "rungs/kernel", "training", "activations", "deep", "overfitting"),
)
FIGURE = re.compile(
    r'<figure class="drawn">\n(<svg .*?</svg>)\n<figcaption>(.*?)</figcaption>\n</figure>', re.S
)
FRAME = re.compile(r"^(?:(?:.+\n)+\n)?<iframe .*?</iframe>\n*", re.M)  # and what announces it
FOLDED = re.compile(r"<details.*?</details>", re.S)
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
COMMENT = re.compile(r"^<!-- .*? -->\n", re.M)
OPENING = (
    "*A chapter of the guide to groundup. The cells run from the first to the last; they need "
    "groundup, and no internet connection.*"
)


def write(folder: Path) -> None:
    """All chapters, in `folder`, which is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    for chapter in CHAPTERS:
        (folder / name(chapter)).write_text(text(chapter), encoding="utf-8")


def name(chapter: str) -> str:
    return f"{chapter.rpartition('/')[2]}.ipynb"


def text(chapter: str) -> str:
    """The notebook of a chapter, as its file."""
    page = (DOCS / "guide" / f"{chapter}.md").read_text(encoding="utf-8")
    return notebook([markdown(OPENING), *cells(parts.fill(page))])


def cells(page: str) -> list[Cell]:
    folded = [match.span() for match in FOLDED.finditer(page)]
    found: list[Cell] = []
    end = 0
    for match in BLOCK.finditer(page):
        inside = any(first < match.start() < last for first, last in folded)
        if inside or match["kind"] != "python" or (match["mark"] or LIVE) != LIVE:
            continue
        found += words(page[end : match.start()])
        end = match.end()
        printed = BLOCK.match(page, end + 2)  # after an empty line
        cell = code(match["text"])
        if printed and printed["kind"] == "text" and exact(printed):
            cell["outputs"] = [stream(printed["text"])]
            end = printed.end()
        found.append(cell)
    return [*found, *words(page[end:])]


def exact(printed: re.Match[str]) -> bool:
    """Whether it is printed everywhere."""
    return not printed["mark"] and "…" not in printed["text"]


def stream(printed: str) -> Cell:
    return {"name": "stdout", "output_type": "stream", "text": printed.splitlines(keepends=True)}


def words(page: str) -> list[Cell]:
    """Text between two cells, as one of its own."""
    page = FRAME.sub("", FIGURE.sub(picture, COMMENT.sub("", page)))
    page = LINK.sub(link, page).replace("```{ .python }", "```python").strip()
    return [markdown(page)] if page else []


def picture(match: re.Match[str]) -> str:
    """A figure as a picture that needs nothing of the page, and the words below it."""
    style, rules = CSS.read_text(encoding="utf-8"), ""
    colours = dict(re.findall(r"(--figure-[a-z]+): (#\w+);", style.partition("[data")[0]))
    for rule in re.findall(r"^svg ([^{]+\{[^}]+\})", style, re.M):
        rules += re.sub(
            r"var\((--[\w-]+)(?:, #fff)?\)", lambda one: colours.get(one[1], "#fff"), rule
        )
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', match[1])
    assert box
    size = f'xmlns="http://www.w3.org/2000/svg" width="{box[1]}" height="{box[2]}"'
    back = f"<style>{rules}</style><rect width='{box[1]}' height='{box[2]}' fill='#fff'/>"
    drawn = re.sub(
        r"<svg ([^>]*)>", lambda head: f"<svg {size} {head[1]}>{back}", match[1], count=1
    )
    data = base64.b64encode(drawn.encode()).decode()
    [title] = re.findall(r'aria-label="([^"]*)"', match[1])
    return f"![{title}](data:image/svg+xml;base64,{data})\n\n*{match[2]}*"


def link(match: re.Match[str]) -> str:
    """A link to a chapter leads to its notebook; what is not beside the notebooks is no link."""
    target = match[2].partition("#")[0]
    if "://" in target or target.startswith("data:"):
        return match[0]
    chapters = {chapter.rpartition("/")[2]: name(chapter) for chapter in CHAPTERS}
    known = chapters.get(target.rpartition("/")[2].removesuffix(".md"))
    return f"[{match[1]}]({known})" if known and target.endswith(".md") else match[1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.site.notebooks", description=__doc__)
    parser.add_argument("folder", type=Path, help="where they go")
    write(parser.parse_args().folder)


if __name__ == "__main__":
    main()
