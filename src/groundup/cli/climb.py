"""`groundup climb`: every rung on this machine."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from groundup.cli.console import err, say, say_json, stop_unread


def climb(
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    quick: Annotated[bool, Option("--quick", help="Time the slow rungs more roughly.")] = False,
) -> None:
    """Time every rung on this machine and compare it with the known answers."""
    from rich.table import Table

    from groundup.climbing import ORIGIN_SECONDS, climb
    from groundup.rungs import RUNGS, runs_here

    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("rung", "needs"):
        table.add_column(heading)
    for heading in ("s an epoch", "speed-up", "error", "lines", "origin's s"):
        table.add_column(heading, justify="right")

    with err.status("climbing …") as status:

        def starting(name: str) -> None:
            stop_unread()
            status.update(f"climbing {name} …")

        climbed = climb(quick, starting=starting)
    for row in climbed:
        table.add_row(
            row.rung,
            RUNGS[row.rung].needs,
            ("≈ " if row.extrapolated else "") + f"{row.seconds_per_epoch:,.2f}",
            f"{row.speedup:,.2f} ×" if row.speedup else "",
            f"{row.worst_error:.0e}",
            str(row.lines),
            f"{ORIGIN_SECONDS[row.rung]:g}" if row.rung in ORIGIN_SECONDS else "",
        )
    if json:
        say_json([row._asdict() for row in climbed])
    else:
        say(table)
        say("An epoch is 50,000 digits through 784-30-10 in batches of 10, on one thread.")
        for row in climbed:
            if row.speedup is None:
                times = row.multiplications / climbed[0].multiplications
                say(f"Only {row.rung} learns with {row.network},")
                say(f"which takes {times:.0f} times as many multiplications.")
        say("≈ timed for a few seconds and extrapolated. Errors are relative to the known answers.")
        for name in RUNGS:
            if not runs_here(name):
                say(f"{name} is left out: it needs {RUNGS[name].needs}, which was not there when")
                say(f"groundup was installed. It can be read: groundup read {name}")
        say("next: groundup read neurons")
    if any(row.worst_error > 1e-12 for row in climbed):
        raise SystemExit(1)
