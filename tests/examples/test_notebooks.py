"""The notebooks run from their first cell to their last, and show pictures, not only words."""

from __future__ import annotations

from pathlib import Path

import pytest

nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

FOLDER = Path(__file__).resolve().parents[2] / "examples"
SHOWN = {
    "training": ["data:image/png;base64", "<svg", "<progress", "guess →"],
    "checking": ["groundup-check"],
    "everyday": ["<svg", "rose", "length", "guess →"],
    "drawing": [],
    "ladder": [],
}


def test_there_is_one_for_each_pillar() -> None:
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == SHOWN.keys()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_runs(name: str, tmp_path: Path) -> None:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    resources = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(notebook, timeout=120, resources=resources).execute()
    shown = "".join(
        output.get("data", {}).get("text/html", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    for words in SHOWN[name]:
        assert words in shown
