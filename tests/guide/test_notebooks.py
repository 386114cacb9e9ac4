"""Chapters as notebooks run as they are, and print what they show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from scripts import figures
from scripts.site import notebooks

FIRST, *_ = notebooks.CHAPTERS


@pytest.fixture(autouse=True)
def untrained(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any other figure stands for those for which networks learn: `test_site.py` draws these."""
    for name in figures.TRAINED:
        monkeypatch.setitem(figures.FIGURES, name, figures.FIGURES["xor"])
    figures.figure.cache_clear()
    yield
    figures.figure.cache_clear()


def cells(chapter: str) -> list[dict[str, Any]]:
    return json.loads(notebooks.text(chapter))["cells"]


@pytest.mark.slow
@pytest.mark.parametrize("chapter", notebooks.CHAPTERS)
def test_it_runs_from_the_first_cell_to_the_last(chapter: str, tmp_path, monkeypatch) -> None:
    nbformat = pytest.importorskip("nbformat", reason="needs nbclient: pip install '.[dev]'")
    nbclient = pytest.importorskip("nbclient", reason="needs nbclient: pip install '.[dev]'")
    monkeypatch.setenv("PYTHONPATH", str(notebooks.DOCS.parent / "src"))
    book = nbformat.reads(notebooks.text(chapter), as_version=4)
    wanted = [said(cell.outputs) for cell in book.cells if cell.cell_type == "code"]
    ran = nbclient.NotebookClient(book, timeout=600, resources={"metadata": {"path": tmp_path}})
    ran.execute()
    came = [said(cell.outputs) for cell in book.cells if cell.cell_type == "code"]
    assert came
    for before, after in zip(wanted, came, strict=True):
        assert before in ("", after)


def said(outputs: list[Any]) -> str:
    """What a cell printed, without spaces at the ends of lines."""
    text = "".join(one["text"] for one in outputs if one["output_type"] == "stream")
    return "\n".join(map(str.rstrip, text.split("\n")))


def test_what_a_page_runs_a_notebook_runs_with_what_it_prints() -> None:
    found = cells(FIRST)
    [first, *_] = [cell for cell in found if cell["cell_type"] == "code"]
    assert "def neuron(" in "".join(first["source"])
    assert "1 1 -> 0.993" in "".join(first["outputs"][0]["text"])


def test_a_figure_is_a_picture_with_its_own_colours() -> None:
    text = "".join("".join(cell["source"]) for cell in cells("backprop"))
    assert "data:image/svg+xml;base64," in text
    assert "<figure" not in text
    assert "iframe" not in text


def test_a_frame_is_left_out_with_the_paragraph_that_announces_it() -> None:
    page = "Kept.\n\nWatch it\nhere:\n\n<iframe src='x'></iframe>\n\nKept, too.\n"
    assert notebooks.words(page) == [notebooks.markdown("Kept.\n\nKept, too.")]
    text = "".join("".join(cell["source"]) for cell in cells("training"))
    assert "on this page" not in text


def test_a_solution_stays_folded_and_is_no_cell() -> None:
    found = cells("activations")
    folded = ["".join(cell["source"]) for cell in found if "<details" in "".join(cell["source"])]
    assert any("def leaky_prime" in text for text in folded)
    runs = "".join("".join(cell["source"]) for cell in found if cell["cell_type"] == "code")
    assert "z / 100\n" not in runs.replace("wanted = z if z > 0 else z / 100\n", "")


def test_links_lead_to_other_notebooks_or_nowhere() -> None:
    text = "".join("".join(cell["source"]) for cell in cells("network"))
    assert "](backprop.ipynb)" in text
    assert ".md" not in text
