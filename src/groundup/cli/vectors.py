"""`groundup vectors`: the known answers that every rung is held against, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from groundup.cli.console import out, say, say_json

if TYPE_CHECKING:
    from rich.table import Table

    from groundup.vectors import Case


def vectors(
    name: Annotated[
        str | None,
        Argument(
            help="The name of one known answer; mistakes, for the known wrong answers; or "
            "convolution, for the right and wrong answers of networks with convolutions. By "
            "default: all known answers of networks without convolutions."
        ),
    ] = None,
    json: Annotated[bool, Option("--json", help="Print JSON in a terminal, too.")] = False,
) -> None:
    """Print the known answers as JSON: networks, their outputs and their gradients."""
    from groundup.vectors import CONVOLUTION, MISTAKES, case, cases, convolutions, mistakes

    if name == MISTAKES and out.is_terminal and not json:
        say(wrong_ones())
        say("next: groundup vectors mistakes > FILE writes them, with all their numbers")
    elif name == MISTAKES:
        say_json(mistakes())
    elif name == CONVOLUTION and out.is_terminal and not json:
        say(convolving())
        say("next: groundup vectors convolution > FILE writes them, with the known wrong ones")
    elif name == CONVOLUTION:
        say_json(convolutions())
    elif name is not None:
        say_json(case(name))
    elif json or not out.is_terminal:
        say_json({"right": cases(), "mistaken": cases(mistaken=True)})
    else:
        say(table())
        say("next: groundup vectors NAME prints one, groundup vectors > FILE all of them;")
        say("      groundup vectors mistakes: what wrong backprops give;")
        say("      groundup vectors convolution: the answers of networks with convolutions")


def table() -> Table:
    """What there is, a line a case, or two: names are long."""
    from groundup.vectors import cases

    found = headed("name", "sizes, samples, activations, cost, gradients")
    for one in cases() + cases(mistaken=True):
        told = f"wrong: mistake {one['mistake']}" if "mistake" in one else "right"
        words = ("-".join(map(str, one["sizes"])), *about(one), told)
        found.add_row(one["name"], ", ".join(words))
    return found


def convolving() -> Table:
    """What there is of networks that convolve, a line a case."""
    from groundup.vectors import convolutions

    found = headed("name", "layers", "samples", "activations", "cost", "mistakes")
    wrong = convolutions()["mistakes"]
    for one in convolutions()["cases"]:
        shown = sum(bool(mistake["on"].get(one["name"])) for mistake in wrong)
        found.add_row(one["name"], one["layers"], *about(one), str(shown))
    return found


def headed(*headings: str) -> Table:
    """A table whose first column, which is what one types, is never cut; other words fold."""
    from rich.table import Table

    found = Table(box=None, padding=(0, 2, 0, 0))
    for number, heading in enumerate(headings):
        found.add_column(heading, no_wrap=number == 0, overflow="fold")
    return found


def about(case: Case) -> tuple[str, str, str]:
    """How many samples, which activations and which cost."""
    kinds = ", ".join(dict.fromkeys(case["activations"]))
    return str(len(case["xs"])), kinds, case["cost"]


def wrong_ones() -> Table:
    """What known wrong answers there are, a line a kind of networks."""
    from groundup.vectors import mistakes

    found = headed("kind", "networks", "activations", "cost", "mistakes")
    for kind in mistakes()["kinds"]:
        found.add_row(
            kind["kind"],
            ", ".join("-".join(map(str, one["sizes"])) for one in kind["networks"]),
            ", ".join(dict.fromkeys(kind["activations"])),
            kind["cost"],
            str(len(kind["mistakes"])),
        )
    return found
