"""Follows every link of a built site, to pages, files and places within pages.

Zensical looks at links in Markdown; this looks at the HTML that came of it, and finds whatever
would be asked of another server when a page opens.
"""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from scripts.site.offline import PAGE

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """What a page links to, what it fetches by itself, and the places in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.places |= {named[name] for name in ("id", "name") if name in named}
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        elif tag == "link" and named.get("rel") in ("stylesheet", "icon", "preload"):
            self.fetched.append(named["href"])
        elif tag in FETCHED and FETCHED[tag] in named:
            self.fetched.append(named[FETCHED[tag]])


@cache
def page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def broken(site: Path) -> list[str]:
    """A sentence for each link that leads nowhere, and each file that another server would have."""
    said = []
    for path in sorted(site.rglob("*.html")):
        if path.name in ("404.html", PAGE):  # whose links are those of a server's root, or its own
            continue
        name = path.relative_to(site)
        found = page(path)
        said += [
            f"{name}: {link} is on another server" for link in found.fetched if elsewhere(link)
        ]
        for link in dict.fromkeys([*found.links, *found.fetched]):
            if not elsewhere(link) and not leads_somewhere(link, path):
                said.append(f"{name}: {link} leads nowhere")
    return said


def elsewhere(link: str) -> bool:
    return bool(urlsplit(link).scheme or urlsplit(link).netloc)


def leads_somewhere(link: str, origin: Path) -> bool:
    address, place = urldefrag(link)
    target = origin.parent / unquote(urlsplit(address).path) if address else origin
    if target.is_dir():
        target = target / "index.html"
    if not target.is_file():
        return False
    if target.name == PAGE:
        return True  # what is behind its # says what it shows
    return not place or target.suffix != ".html" or unquote(place) in page(target).places
