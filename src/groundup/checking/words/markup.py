"""A report for a notebook: the words as HTML that needs nothing else.

It has no background of its own, and its few colours can be read on white and on black.
"""

from __future__ import annotations

import html as markup
import re

from groundup.checking.model.report import Report
from groundup.checking.words import ladder, wording

STYLE = """
.groundup-check { line-height: 1.5; max-width: 46em }
.groundup-check table { border-collapse: collapse; margin: 0.5em 0; font-family: monospace;
  color: inherit }
.groundup-check td { padding: 0 0.8em 0 0; border: none; text-align: left; background: none }
.groundup-check .right { color: #1a9850 }
.groundup-check .wrong { color: #e34a33 }
.groundup-check .unchecked, .groundup-check .quiet { opacity: 0.65 }
.groundup-check mark { background: rgba(255, 80, 50, 0.25); color: inherit; padding: 0 0.15em;
  border-bottom: 2px solid #e34a33 }
.groundup-check pre { white-space: pre-wrap; opacity: 0.8 }
"""
CLASSES = {"✓": "right", "✗": "wrong", "–": "quiet", "?": "quiet"}


def html(report: Report) -> str:
    parts = [element(report, block) for block in wording.blocks(report)]
    return f'<div class="groundup-check"><style>{STYLE}</style>{"".join(parts)}</div>'


def element(report: Report, block: wording.Block) -> str:
    words = marked(block.text)
    if block.kind == "headline":
        return f'<p class="{report.verdict}"><b>{words}</b></p>'
    if block.kind == "ladder":
        return f"<table>{''.join(map(row, ladder.ladder(report)))}</table>"
    if block.kind in ("detail", "todo", "place"):
        return f"<pre>{words}</pre>"
    quiet = ' class="quiet"' if block.kind in ("checked", "next") else ""
    return f"<p{quiet}>{words}</p>"


def row(row: ladder.Row) -> str:
    cells = "".join(f"<td>{markup.escape(words)}</td>" for words in row[1:])
    return f'<tr><td class="{CLASSES[row.mark]}">{row.mark}</td>{cells}</tr>'


def marked(words: str) -> str:
    """Escaped, and ⟦…⟧ as a mark."""
    return re.sub("⟦(.*?)⟧", r"<mark>\1</mark>", markup.escape(words))
