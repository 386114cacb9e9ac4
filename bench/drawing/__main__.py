"""How right the page's network is: on MNIST, on distorted digits, and on digits drawn again.

    python -m bench.drawing [--model FILE] [--json FILE] [--quick]

From the repository's root. It prints a table, writes docs/drawing.md after a full run of the
default model, and exits 1 where a floor is missed.
"""

from __future__ import annotations

import datetime
import json as json_format
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer import Option

from bench.drawing import showing
from bench.speed import machine
from groundup.data import Samples, load_data
from groundup.formats.models import ModelError
from groundup.network import Network
from groundup.page.encoding import DEFAULT
from scripts.drawings.conditions import measured, rounded

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "drawing.md"
SEED = 0
QUICK = 1000  # digits

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def drawing(
    model: Annotated[Path, Option(help="Another than the default model.")] = DEFAULT,
    json: Annotated[Path | None, Option(help="Writes the figures to this file, too.")] = None,
    quick: Annotated[bool, Option("--quick", help="A tenth of the digits; no page.")] = False,
) -> None:
    """Measure the page's network on drawings, and write docs/drawing.md."""
    try:
        network = Network.load(model)
    except ModelError as error:
        err.print(str(error), markup=False)
        raise SystemExit(1) from None
    if (network.sizes[0], network.sizes[-1]) != (784, 10):
        err.print(f"{model}: expected a network from 784 pixels to 10 digits, not {network.sizes}")
        raise SystemExit(1)
    with err.status("drawing digits"):
        made = run(network, model.name, QUICK if quick else None)
    out.print(showing.table(made))
    for line in showing.conditions(made):
        out.print(line, markup=False)
    if json:
        text = json_format.dumps(showing.plain(made), indent=2, ensure_ascii=False)
        json.write_text(text + "\n", encoding="utf-8")
    if not quick and model == DEFAULT:
        PAGE.write_text(showing.markdown(made), encoding="utf-8")
        err.print(f"wrote {PAGE.relative_to(ROOT)}")
    missed = showing.missed(made)
    for line in missed:
        err.print(f"missed: {line}", markup=False)
    raise SystemExit(1 if missed else 0)


def run(network: Network, name: str, most: int | None) -> showing.Report:
    """Measures, on that many test digits at most."""
    test = load_data().test
    digits = Samples(test.x[:most], test.y[:most])
    return showing.Report(
        date=datetime.datetime.now().astimezone().strftime("%Y-%m-%d"),
        machine=machine(),
        versions={
            "Python": platform.python_version(),
            "groundup": version("groundup"),
            "numpy": version("numpy"),
        },
        model=name,
        sizes=network.sizes,
        activations=network.activations,
        digits=len(digits.y),
        rows=list(measured(rounded(network), digits, SEED)),
    )


if __name__ == "__main__":
    typer.run(drawing)
