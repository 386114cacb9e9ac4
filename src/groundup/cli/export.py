"""`groundup export`: a trained network for other programs, in the format of a file's extension."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from groundup.cli.console import fail, say
from groundup.cli.sources import remembered_source
from groundup.cli.train_checks import check_file

if TYPE_CHECKING:
    from groundup.data import Data
    from groundup.network import Network

NEXT = {
    ".html": "open it in a browser, or send it to someone; it works offline",
    ".c": "cc -std=c99 -DSELF_TEST {} -lm && ./a.out",
    ".h": "cc -std=c99 -DSELF_TEST -x c {} && ./a.out",
    ".json": "groundup test {}",
    ".npz": "groundup test {}",
    ".safetensors": "groundup test {}",
}


def export(
    model: Annotated[Path, Argument(help="A model that groundup train saved.")],
    out: Annotated[
        Path,
        Argument(
            help="The file to write. Its extension decides the format: .onnx; .html, the page; "
            ".json, as in Nielsen's book; .npz; .c, C99 without dependencies; .h, 8-bit integers "
            "for microcontrollers; .safetensors."
        ),
    ],
    data: Annotated[
        str | None,
        Option(help="Data to test 8-bit integers on; by default what the model learned from."),
    ] = None,
    name: Annotated[
        str | None,
        Option(
            help="What all names in a .c or .h begin with, so that several models fit into one "
            "program: wine_predict, WINE_INPUTS. By default made from the file's name."
        ),
    ] = None,
) -> None:
    """Write a trained network in a format that other programs read."""
    from groundup.exporting import export as write
    from groundup.network import Network

    check_file("export", out, "model.onnx")
    if os.path.realpath(model) == os.path.realpath(out):
        fail(f"{out} is the model itself; name another file")
    network = Network.load(model)
    made = write(network, out, lambda: judging(network, data), name=name)
    names = f"; its names begin with {made.name}_" if made.name else ""
    say(f"saved {out}: {network.layers} in {made.bytes:,} bytes{names}")
    if made.words:
        say(made.words)
    if following := NEXT.get(out.suffix.lower()):
        say(f"next: {following.format(shlex.quote(str(out)))}")


def judging(network: Network, data: str | None) -> Data:
    """The data that it learned from, or others."""
    learned = network.data or {}
    source = remembered_source(data or learned.get("name", "mnist"), learned.get("source"))
    return source.load(network.schema)
