"""`groundup climb`: every rung on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from typer import Option

from groundup.cli.console import err, say, say_json, stop_unread

if TYPE_CHECKING:
    from rich.table import Table

    from groundup.climbing import Climbed


def climb(
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    quick: Annotated[bool, Option("--quick", help="Time the slow rungs more roughly.")] = False,
) -> None:
    """Time every rung on this machine and compare it with the known answers."""
    from groundup.climbing import climb

    with err.status("climbing …") as status:

        def starting(name: str) -> None:
            stop_unread()
            status.update(f"climbing {name} …")

        climbed = climb(quick, starting=starting)
    if json:
        say_json([row._asdict() for row in climbed])
    else:
        show(climbed)
    if any(row.worst_error > 1e-12 for row in climbed):
        raise SystemExit(1)


def show(climbed: Sequence[Climbed]) -> None:
    """A table a network, and what is to be said of them."""
    from groundup.climbing import CONVOLVING, DENSE
    from groundup.rungs import RUNGS, runs_here

    dense, convolving = ([r for r in climbed if r.network == n] for n in (DENSE, CONVOLVING))
    say(table(dense))
    say(f"An epoch is 50,000 digits through {DENSE} in batches of 10, on one thread.")
    say("≈ timed for a few seconds and extrapolated. Errors are relative to the known answers.")
    for name in RUNGS:
        if not runs_here(name):
            say(f"{name} is left out: it needs {RUNGS[name].needs}, which was not there when")
            say(f"groundup was installed. You can still read it: groundup read {name}")
    times = convolving[0].multiplications / dense[0].multiplications
    say(f"\nThe same through {CONVOLVING}, {times:.0f} times the multiplications:")
    say(table(convolving))
    say("next: groundup read neurons")


def table(rows: Sequence[Climbed]) -> Table:
    from rich.table import Table

    from groundup.climbing import DENSE, ORIGIN_SECONDS
    from groundup.rungs import RUNGS

    found = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("rung", "needs"):
        found.add_column(heading)
    for heading in ("s an epoch", "speed-up", "error", "lines"):
        found.add_column(heading, justify="right")
    if rows[0].network == DENSE:
        found.add_column("origin's s", justify="right")
    for row in rows:
        found.add_row(
            row.rung,
            RUNGS[row.rung].needs,
            ("≈ " if row.extrapolated else "") + f"{row.seconds_per_epoch:,.2f}",
            f"{row.speedup:,.2f} ×",
            f"{row.worst_error:.0e}",
            str(row.lines),
            *[f"{seconds:g}" for seconds in [ORIGIN_SECONDS.get(row.rung)] if seconds],
        )
    return found
