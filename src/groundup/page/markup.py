"""Texts in the page's markup, and their names, so that those of another language can follow:

    <h2>{{t:page.why}}</h2>  becomes  <h2 data-text="page.why">Why this answer</h2>

which `static/languages.js` reads.
"""

from __future__ import annotations

import html
import re

TAG = re.compile(r"<[a-z][^<>]*>(?:\{\{t:[\w.]+\}\})?")
TEXT = re.compile(r'(?:([\w-]+)=")?\{\{t:([\w.]+)\}\}')
MARKUP = "html."  # begins the names of texts that are HTML already


def worded(page: str, texts: dict[str, str]) -> str:
    """The page with its texts, each tag of which says the names of those that it has.

    texts: by their whole names, such as "page.draw".
    """
    named = TAG.sub(lambda found: _named(found[0]), page)
    return re.sub(r"\{\{t:([\w.]+)\}\}", lambda found: _text(texts, found[1]), named)


def _named(tag: str) -> str:
    """A tag and what may follow, with the names: `aria-label=page.canvas page.draw`."""
    names = [f"{attribute}={name}" if attribute else name for attribute, name in TEXT.findall(tag)]
    if not names:
        return tag
    head, tail = tag.split(">", 1)
    return f'{head} data-text="{" ".join(names)}">{tail}'


def _text(texts: dict[str, str], name: str) -> str:
    return texts[name] if name.startswith(MARKUP) else html.escape(texts[name])
