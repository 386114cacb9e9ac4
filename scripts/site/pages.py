"""Gathers the pages: docs/, each generated part filled in, and what they link to outside docs/."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from scripts.site import blocks, glossary, offline, parts
from scripts.site.contents import CONTENTS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
STATIC = Path(__file__).parent / "static"
LINK = re.compile(r"(\]\()([^)\s]+)(\))")

Contents = list[dict[str, Any]]


def gather(work: Path) -> None:
    """Writes zensical.toml and the folder `pages` into `work`."""
    target = work / "pages"
    shutil.copytree(DOCS, target)
    for page in sorted(target.rglob("*.md")):
        original = DOCS / page.relative_to(target)
        page.write_text(filled(original, target), encoding="utf-8")
    shutil.copy(STATIC / "guide.css", target / "guide.css")
    (target / "live.js").write_text(offline.live(), encoding="utf-8")
    (work / "zensical.toml").write_text(configuration(), encoding="utf-8")


def filled(page: Path, target: Path) -> str:
    """The text of a page of docs/, complete; a file it links to outside docs/ is copied."""
    text = glossary.linked(page.read_text(encoding="utf-8"), page.relative_to(DOCS).as_posix())
    text = blocks.with_live(parts.fill(text))
    return LINK.sub(lambda match: match[1] + moved(match[2], page, target) + match[3], text)


def moved(link: str, page: Path, target: Path) -> str:
    """A link as it is within the site: sources become files of text beside the pages."""
    path, *_ = link.partition("#")
    if not path or "://" in path:
        return link
    wanted = (page.parent / path).resolve()
    if wanted.is_relative_to(DOCS) or not wanted.is_relative_to(ROOT) or not wanted.exists():
        return link  # Zensical says so where it is broken
    inside = Path("files") / f"{wanted.relative_to(ROOT)}.txt"
    (target / inside).parent.mkdir(parents=True, exist_ok=True)
    (target / inside).write_text(source(wanted), encoding="utf-8")
    up = "../" * len(page.relative_to(DOCS).parent.parts)
    return f"{up}{inside.as_posix()}"


def source(path: Path) -> str:
    """A file's text, or the names in a folder."""
    if path.is_file():
        return path.read_text(encoding="utf-8")
    names = sorted(one.name + "/" * one.is_dir() for one in path.iterdir())
    return "\n".join(name for name in names if name != "__pycache__/") + "\n"


def contents() -> Contents:
    """The contents, with those pages of docs/ at the end that they do not name."""
    named = set(re.findall(r'"([\w./-]+\.md)"', json.dumps(CONTENTS)))
    others = [page for page in sorted(DOCS.glob("*.md")) if page.name not in named]
    *chapters, last = CONTENTS
    [(name, entries)] = last.items()
    return [*chapters, {name: [*entries, *({title(page): page.name} for page in others)]}]


def title(page: Path) -> str:
    """What the page's first heading says."""
    found = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.M)
    return found[1] if found else page.stem


def configuration() -> str:
    text = (Path(__file__).parent / "zensical.toml").read_text(encoding="utf-8")
    return text.replace('"contents"', toml(contents()))


def toml(value: Any) -> str:
    """Lists, tables and texts as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def check(folder: Path) -> None:
    """Exits where something else than a site is in the place of one."""
    if not folder.exists() or (folder / "sitemap.xml").exists():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise SystemExit(f"{folder}: expected no folder, an empty one or a site; name another")


def replace(folder: Path, site: Path) -> None:
    """Moves the site to `folder`. Exits where there is no room, and leaves what was there."""
    check(folder)
    beside = folder.resolve().with_name(f".{folder.resolve().name}-new")
    shutil.rmtree(beside, ignore_errors=True)  # of a run that was killed
    try:
        shutil.copytree(site, beside)
        if folder.exists():
            shutil.rmtree(folder)
        beside.rename(folder)
    except OSError as error:
        reason = error.strerror or error.args[0][0][2]  # of the first file, where there are many
        raise SystemExit(f"{folder}: the site cannot be written: {reason}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
