"""The code cells of a Jupyter notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from groundup.errors import UserError


def code_cells(file: Path) -> list[str]:
    """Their texts, in the notebook's order. Raises ValueError, in words, where there are none."""
    try:
        content = json.loads(file.read_bytes())
    except ValueError as error:
        raise UserError(
            f"{file.name} is no notebook: it is not JSON ({error}); save it again in Jupyter"
        ) from None
    cells = cells_of(content)
    if cells is None:
        raise UserError(f"{file.name} is no notebook: there are no cells in it")
    check_language(file, content)
    texts = [text_of(cell) for cell in cells if cell.get("cell_type") == "code"]
    if not any(text.strip() for text in texts):
        raise UserError(f"{file.name} has no code in it: there is nothing to check")
    return texts


def cells_of(content: Any) -> list[dict[str, Any]] | None:
    """Of a notebook in format 4, or in the older format 3, which has sheets."""
    if not isinstance(content, dict):
        return None
    sheets = content.get("worksheets", [content])
    found = [sheet["cells"] for sheet in sheets if isinstance(sheet, dict) and "cells" in sheet]
    if not found or not all(isinstance(cells, list) for cells in found):
        return None
    return [cell for cells in found for cell in cells if isinstance(cell, dict)]


def text_of(cell: dict[str, Any]) -> str:
    text = cell.get("source", cell.get("input", ""))
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def check_language(file: Path, content: dict[str, Any]) -> None:
    metadata = content.get("metadata") or {}
    said = (metadata.get("kernelspec") or {}).get("language")
    language = str(said or (metadata.get("language_info") or {}).get("name") or "python")
    if not language.lower().startswith(("python", "ipython")):
        raise UserError(
            f"{file.name} is a notebook in {language}, and only Python is read; a program in "
            "another language is checked with --command"
        )
