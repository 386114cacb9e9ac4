"""The code cells of a Jupyter notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from groundup.errors import UserError

LANGUAGE = (("kernelspec", "language"), ("language_info", "name"))  # where it is said


class Cell(NamedTuple):
    text: str
    name: str  # "cell 3"; or as the session calls it that it is from, "In[3]"


def code_cells(file: Path) -> tuple[list[Cell], Path]:
    """In the notebook's order; and the folder where they run, which is the file's, unless it is
    from a session. Raises ValueError, in words, where there are none."""
    try:
        content = json.loads(file.read_bytes())
    except ValueError as error:
        raise UserError(
            f"{file.name} is not a notebook: it is not JSON ({error}); save it again in Jupyter"
        ) from None
    except RecursionError:
        raise UserError(
            f"{file.name} is not a notebook: its JSON is nested too deeply; save it again in "
            "Jupyter"
        ) from None
    cells = cells_of(content)
    if cells is None:
        raise UserError(f"{file.name} is not a notebook: there are no cells in it")
    check_language(file, content)
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    found = [Cell(text_of(cell), own(cell) or f"cell {n}") for n, cell in enumerate(code, 1)]
    if not any(cell.text.strip() for cell in found):
        raise UserError(f"{file.name} has no code in it: there is nothing to check")
    return found, Path(own(content) or file.parent)


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
    parts = text if isinstance(text, list) else [text]
    return encodable("".join(part for part in parts if isinstance(part, str)))


def encodable(text: str) -> str:
    """A text as JSON may have it, with a mark for each half of a character: Python takes none."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def check_language(file: Path, content: dict[str, Any]) -> None:
    metadata = content.get("metadata")
    said = [entry(entry(metadata, kind), key) for kind, key in LANGUAGE]
    language = encodable(next((one for one in said if isinstance(one, str) and one), "python"))
    if not language.lower().startswith(("python", "ipython")):
        raise UserError(
            f"{file.name} is a notebook in {language}, and only Python is read; a program in "
            "another language is checked with --command"
        )


def entry(things: Any, key: str) -> Any:
    return things.get(key) if isinstance(things, dict) else None


def own(thing: dict[str, Any]) -> str:
    """What `sessions` has noted of a notebook, or of a cell."""
    noted = entry(thing.get("metadata"), "groundup")
    return noted if isinstance(noted, str) else ""
