"""Words in other people's files command neither the terminal nor a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from groundup import Network, fit, load_data
from groundup.cli.console import printable

CLASSES = (
    "\x1b[2Jcleared",
    "=cmd|' /C calc'!A0",
    "-1",
    "-e",
    "+1.5",
    "@sum",
    "\u202eturned",
    "a=1",
)
"""Of which -1 and +1.5 are numbers, and the last is harmless."""
CONTROLS = {chr(code) for code in (*range(32), *range(127, 160), 0x202E)} - {"\n", "\t"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table whose file, columns and classes have such names, and a model of it."""
    table = tmp_path / "rows\x1b]0;title\x07.csv"
    lines = ["length\x9b31m,=width,label"]
    lines += [f"{i % 8},{(i * 7) % 5},{CLASSES[i % 8]}" for i in range(160)]
    table.write_text("\n".join(lines) + "\n")
    data = load_data(table)
    network = Network([2, 8, 8], ["tanh", "softmax"], "cross-entropy")
    fit(network, data.train, epochs=3, eta=0.1)
    network.save(tmp_path / "model.safetensors")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("data", "TABLE"),
        ("train", "--data", "TABLE", "--epochs", "1"),
        ("train", "--data", "TABLE", "--label", "none"),
        ("test", "model.safetensors", "--data", "TABLE"),
        ("predict", "model.safetensors", "TABLE"),
        ("predict", "model.safetensors", "TABLE", "--csv"),
        ("predict", "model.safetensors", "TABLE", "--json"),
        ("predict", "model.safetensors", "no\x1b[2Jfile.csv"),
    ],
)
def test_no_word_commands_the_terminal(groundup, folder: Path, arguments) -> None:
    (table,) = (path.name for path in folder.glob("*.csv"))
    run = groundup(*(table if word == "TABLE" else word for word in arguments))
    said = run.stdout + run.stderr
    assert "Traceback" not in said
    assert not CONTROLS & set(said)
    assert "x1b" in said or "u001b" in said


def test_a_table_for_spreadsheets_has_no_formulas_and_its_numbers(groundup, folder: Path) -> None:
    (table,) = (path.name for path in folder.glob("*.csv"))
    run = groundup("predict", "model.safetensors", table, "--csv")
    rows = list(csv.reader(io.StringIO(run.stdout)))
    header = {"'=cmd|' /C calc'!A0", "-1", "'-e", "+1.5", "'@sum", "a=1", "\\x1b[2Jcleared"}
    assert header <= set(rows[0])
    assert {row[1] for row in rows[1:]} <= set(rows[0])
    scores = np.array([row[2:] for row in rows[1:]], float)
    np.testing.assert_allclose(scores.sum(axis=1), 1)
    exact = json.loads(groundup("predict", "model.safetensors", table, "--json").stdout)
    assert set(exact[0]["scores"]) == set(CLASSES)


def test_what_is_printable_stays_as_it_is() -> None:
    words = "größer · 漢字 🙂 a\tb\n[bold]not markup[/bold] 'x' \\"
    assert printable(words) == words
    assert printable("\x1b[0m\r\x07\x85\u202e") == r"\x1b[0m\r\x07\x85\u202e"
