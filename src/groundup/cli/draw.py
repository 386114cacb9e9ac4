"""`groundup draw`: a page in which one draws a digit, sees the network decide, and trains one."""

from __future__ import annotations

import os
import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from groundup.cli.console import fail, say
from groundup.cli.train_checks import check_file

if TYPE_CHECKING:
    from groundup.network import Network

WAIT = 3.0  # seconds for the browser: some keep who opens them waiting
LARGE = 400_000  # weights of a network above which a page is no longer quick to open


def draw(
    model: Annotated[
        Path | None,
        Argument(
            help="A model that groundup train saved; by default one that comes with groundup."
        ),
    ] = None,
    export: Annotated[
        Path | None, Option(help="Write the page to this file, to keep or to send.")
    ] = None,
    digits: Annotated[
        int | None,
        Option(
            help="How many of MNIST's digits the page holds for training; a sixth of them are "
            "for validation. By default 60000, or 12000 with --export."
        ),
    ] = None,
    language: Annotated[
        str,
        Option(
            help="The language of the page, such as de; by default it has all of them, "
            "and begins in the browser's."
        ),
    ] = "all",
    no_open: Annotated[bool, Option("--no-open", help="Do not open a browser.")] = False,
) -> None:
    """Open a page in which you draw digits, see a network read them, and train one."""
    from groundup.page.building import DIGITS
    from groundup.page.digits import FEWEST, MOST

    if digits is not None and not FEWEST <= digits <= MOST:
        fail(f"--digits must be a number from {FEWEST} to {MOST:,}, not {digits:,}")
    check_language(language)
    if export is not None:
        check_page(export, model)
        write_page(load(model), export, digits or DIGITS, language)
        say("next: open it in a browser, or send it to someone; it works offline")
        return
    network = load(model)
    page = Path(tempfile.mkdtemp(prefix="groundup-")) / "groundup.html"
    write_page(network, page, digits or MOST, language)
    if no_open or not shown(page):
        say("next: open it in a browser; groundup draw --export page.html names another file")


def shown(page: Path) -> bool:
    """Opens it in a browser. False where there is none."""
    came: list[bool] = []
    opening = threading.Thread(target=lambda: came.append(webbrowser.open(page.as_uri())))
    opening.daemon = True
    opening.start()
    opening.join(WAIT)
    return came != [False]


def check_page(export: Path, model: Path | None) -> None:
    """Refuses a file that cannot be written, and to write over a model."""
    check_file("--export", export, "page.html")
    is_model = model is not None and os.path.realpath(export) == os.path.realpath(model)
    if is_model or export.suffix == ".safetensors":
        fail(
            "--export writes a page, not a model: give it a name that ends in .html, and put the "
            f"model before it: groundup draw {export} --export page.html"
        )


def check_language(language: str) -> None:
    """Refuses one that the page does not speak."""
    from groundup.page.languages import ALL, offered

    known = [ALL, *offered()]
    if language not in known:
        fail(f"--language must be one of {', '.join(known)}, not {language}")


def load(model: Path | None) -> Network:
    """The network to draw for, refused here where the page cannot ask it."""
    from groundup.network import Network
    from groundup.page.encoding import check, default_network

    network = default_network() if model is None else Network.load(model)
    check(network)
    return network


def write_page(network: Network, out: Path, digits: int, language: str) -> None:
    """Writes the page whole or not at all, and says what it is."""
    from groundup.formats.atomic import write_atomically
    from groundup.page.building import build

    page = build(network, digits, language).encode()
    try:
        write_atomically(out, page)
    except OSError as error:
        fail(f"--export: {out} cannot be written: {error.strerror}; name another file")
    say(
        f"saved {out}: one page of {len(page) / 1e6:.2f} MB with a {network.layers} network "
        f"and {digits:,} digits in it"
    )
    if sum(w.size for w in network.w) > LARGE:
        say("it is large because the network is; one with fewer hidden neurons opens sooner")
