"""`groundup draw`: a page in which one draws a digit and sees the network decide."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from groundup.cli.console import fail, say
from groundup.cli.train_checks import check_file

if TYPE_CHECKING:
    from groundup.network import Network

PORT = 8765
LARGE = 2_500_000  # bytes of a page above which it is no longer quick to send or to open


def draw(
    model: Annotated[
        Path | None,
        Argument(help="A model that groundup train saved; groundup's own by default."),
    ] = None,
    export: Annotated[
        Path | None, Option(help="Write the page as one HTML file that needs no network.")
    ] = None,
    train: Annotated[bool, Option("--train", help="Begin with training, and watch it.")] = False,
    port: Annotated[int, Option(help="Where the page is served; a busy port moves on.")] = PORT,
    host: Annotated[
        str, Option(help="Who can reach it; by default this computer alone.")
    ] = "127.0.0.1",
    no_open: Annotated[bool, Option("--no-open", help="Do not open a browser.")] = False,
) -> None:
    """Draw digits, and see the network decide."""
    if export is not None:
        if train:
            fail("--export writes a page that cannot train; leave out --export or --train")
        check_page(export, model)
        write_page(load(model), export)
        return
    if not 0 <= port <= 65535:
        fail(f"--port wants a number from 0 (any that is free) to 65535, not {port}")
    from groundup.page.server import serve

    network = None if model is None else load(model)
    serve(network, host=host, port=port, train=train, open_browser=not no_open)


def check_page(export: Path, model: Path | None) -> None:
    """Refuses a file that cannot be written, and to write over a model."""
    check_file("--export", export, "page.html")
    is_model = model is not None and os.path.realpath(export) == os.path.realpath(model)
    if is_model or export.suffix == ".safetensors":
        fail(
            "--export writes a page, not a model; name it so, and the model before it: "
            f"groundup draw {export} --export page.html"
        )


def load(model: Path | None) -> Network:
    """The network to draw for, refused here where the page cannot ask it."""
    from groundup.network import Network
    from groundup.page.encoding import check, default_network

    network = default_network() if model is None else Network.load(model)
    check(network)
    return network


def write_page(network: Network, out: Path) -> None:
    """Writes the page whole or not at all, and says what to do with it."""
    from groundup.formats.atomic import write_atomically
    from groundup.page.building import build

    page = build(network).encode()
    try:
        write_atomically(out, page)
    except OSError as error:
        fail(f"--export: {out} cannot be written: {error.strerror}; name another file")
    sizes = "-".join(map(str, network.sizes))
    say(f"saved {out}: one page of {len(page) / 1e6:.2f} MB with a {sizes} network in it")
    if len(page) > LARGE:
        say("it is large because the network is; one with fewer hidden neurons opens sooner")
    say("next: open it in a browser, or send it to someone; it works without a network")
