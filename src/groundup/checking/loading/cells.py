"""The text of a file, or of a notebook's cell, which has a name like a file's and is in memory."""

from __future__ import annotations

import linecache
import sys
from pathlib import Path


def text_of(file: Path | None) -> str:
    """ "" where there is none, or it is no text."""
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "".join(linecache.getlines(str(file)))  # IPython puts its cells there


def cell(filename: str) -> str:
    """ "In[3]", as IPython numbers its cells; "" for what is none of them."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    label = shell.compile.format_code_name(filename) if shell else None
    return label[1] if label else ""


def shown(filename: str) -> str:
    """What to call a file in a traceback."""
    return cell(filename) or filename
