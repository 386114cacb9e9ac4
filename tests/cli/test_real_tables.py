"""Real tables, from a package's file to a tested model that answers, as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench.tables.sets import SETS, Set, write
from groundup import Network, UserError

pytestmark = pytest.mark.slow

STRANGE = {
    "penguins: species": {"island": "Nowhere", "bill_length_mm": None, "year": None},
    "titanic: survived": {"class": "stowaway", "age": None},
    "cars: Origin": {"Horsepower": None, "Weight_in_lbs": None},
    "cars: Miles_per_Gallon": {"Origin": "Sweden", "Horsepower": None},
}
"""Of a table: what is changed in its first row, gaps and words that were never seen."""


@pytest.fixture(params=STRANGE)
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Set:
    """One of the tables, a file in the command's folder."""
    pytest.importorskip("pandas")
    chosen = next(table for table in SETS if table.title == request.param)
    try:
        write(chosen, tmp_path)
    except UserError as missing:
        pytest.skip(str(missing))
    return chosen


def test_two_commands_make_a_tested_model_that_answers_as_its_onnx_does(groundup, table, tmp_path):
    pandas = pytest.importorskip("pandas")
    runtime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    file, model = f"{table.name}.csv", f"{table.name}.safetensors"
    options = ["--drop", ",".join(table.drop)] if table.drop else []
    run = groundup("train", "--data", file, "--label", table.label, *options)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == f"next: groundup test {model} --data {file}"
    judged = groundup("test", model, "--data", file, "--json")
    assert judged.returncode == 0, judged.stderr
    told = json.loads(judged.stdout)
    assert told.get("accuracy", 0) > 0.65 or told.get("r_squared", 0) > 0.7

    rows = pandas.read_csv(tmp_path / file).drop(columns=table.label).head(2)
    rows = rows.astype(object)
    for name, cell in STRANGE[table.title].items():
        rows.loc[0, name] = cell
    rows.to_csv(tmp_path / "new.csv", index=False)
    said = groundup("predict", model, "new.csv", "--json")
    assert said.returncode == 0, said.stderr
    unseen = [cell for cell in STRANGE[table.title].values() if cell]
    assert all(repr(cell) in said.stderr for cell in unseen)
    answers = [list(answer["scores"].values()) for answer in json.loads(said.stdout)]

    assert groundup("export", model, "m.onnx").returncode == 0
    x = Network.load(tmp_path / model).encoded(pandas.read_csv(tmp_path / "new.csv"))
    (outputs, *_) = runtime.InferenceSession(tmp_path / "m.onnx").run(["outputs"], {"x": x})
    np.testing.assert_allclose(outputs, answers, rtol=1e-5, atol=1e-6)
