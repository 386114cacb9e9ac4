"""`groundup vectors`: the known answers that every rung is held against, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from groundup.cli.console import out, say, say_json

if TYPE_CHECKING:
    from rich.table import Table


def vectors(
    name: Annotated[
        str | None,
        Argument(
            help="One of them by name, or mistakes for the known wrong answers; by default all."
        ),
    ] = None,
    json: Annotated[bool, Option("--json", help="Print JSON in a terminal, too.")] = False,
) -> None:
    """Print the known answers as JSON: networks, their outputs and their gradients."""
    from groundup.vectors import MISTAKES, case, cases, mistakes

    if name == MISTAKES and out.is_terminal and not json:
        say(wrong_ones())
        say("next: groundup vectors mistakes > FILE writes them, with all their numbers")
    elif name == MISTAKES:
        say_json(mistakes())
    elif name is not None:
        say_json(case(name))
    elif json or not out.is_terminal:
        say_json({"right": cases(), "mistaken": cases(mistaken=True)})
    else:
        say(table())
        say("next: groundup vectors NAME prints one, groundup vectors > FILE all of them;")
        say("      groundup vectors mistakes: what wrong backprops give")


def table() -> Table:
    """What there is, a line a case."""
    from rich.table import Table

    from groundup.vectors import cases

    found = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("name", "sizes", "samples", "activations", "cost", "gradients"):
        found.add_column(heading)
    for one in cases() + cases(mistaken=True):
        found.add_row(
            one["name"],
            "-".join(map(str, one["sizes"])),
            str(len(one["xs"])),
            ", ".join(dict.fromkeys(one["activations"])),
            one["cost"],
            f"wrong: mistake {one['mistake']}" if "mistake" in one else "right",
        )
    return found


def wrong_ones() -> Table:
    """What known wrong answers there are, a line a kind of networks."""
    from rich.table import Table

    from groundup.vectors import mistakes

    found = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("kind", "networks", "activations", "cost", "mistakes"):
        found.add_column(heading)
    for kind in mistakes()["kinds"]:
        found.add_row(
            kind["kind"],
            ", ".join("-".join(map(str, one["sizes"])) for one in kind["networks"]),
            ", ".join(dict.fromkeys(kind["activations"])),
            kind["cost"],
            str(len(kind["mistakes"])),
        )
    return found
