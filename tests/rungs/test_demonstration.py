"""`python -m groundup.rungs.neurons` learns something, on bare Python."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import groundup
from groundup.rungs import RUNGS, runs_here
from groundup.rungs.demonstration import OWN

SOURCE = Path(groundup.__file__).parent.parent
BARE = ["scalars", "neurons", "lists"]


def run(*arguments: str, code: str = "") -> str:
    """Runs Python with groundup on its path and no installed package at all."""
    program = ["-c", code] if code else ["-m", *arguments]
    setup = [sys.executable, "-S", *program]
    return subprocess.run(
        setup, env={"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, check=True
    ).stdout


def accuracies(text: str) -> list[str]:
    return re.findall(r"epoch \d: ([\d.]+) %", text)


@pytest.mark.slow
def test_every_rung_learns_the_same_digits() -> None:
    printed = {name: accuracies(run(f"groundup.rungs.{name}")) for name in ("neurons", "lists")}
    printed["scalars"] = [*accuracies(first_epoch("scalars")), *printed["neurons"][1:]]
    for name in set(filter(runs_here, RUNGS)) - {*BARE, *OWN}:
        printed[name] = accuracies(installed(name))
    assert float(printed["neurons"][-1]) > 70
    assert all(lines == printed["neurons"] for lines in printed.values()), printed


def installed(name: str) -> str:
    """What it prints where packages are."""
    module = [sys.executable, "-m", f"groundup.rungs.{name}"]
    return subprocess.run(module, capture_output=True, text=True, check=True).stdout


def test_the_rung_that_convolves_has_a_network_that_does() -> None:
    text = installed("convolution")
    assert "a 7x7-8c2p2-10 network learns from 1000 digits" in text
    assert float(accuracies(text)[-1]) > 65


def first_epoch(name: str) -> str:
    """The line about it. The slowest rung takes half a minute for all of them."""
    setup = [sys.executable, "-S", "-m", f"groundup.rungs.{name}"]
    with subprocess.Popen(
        setup, env={"PYTHONPATH": str(SOURCE)}, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        line = next(line for line in running.stdout if line.startswith("epoch 1:"))
        running.kill()
    return line


@pytest.mark.parametrize("name", BARE)
def test_a_bare_rung_imports_only_the_standard_library(name: str) -> None:
    code = (
        "import sys; from groundup.rungs import load; "
        f"rung = load({name!r}); rung.gradients(rung.build([[[1.0]]], [[0.0]]), [[1.0]], [[0.0]]); "
        "print([m for m in sys.modules if m.split('.')[0] not in sys.stdlib_module_names "
        "and m.split('.')[0] not in ('groundup', '__main__')])"
    )
    assert run(code=code).strip() == "[]"
