"""`groundup data`: what is known by name, and what would be read from a file or folder."""

from __future__ import annotations

import shlex
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from groundup.cli.console import fail, progress_bar, say, say_json
from groundup.cli.signals import BY_SIGNAL, answer_signals, interrupt_once
from groundup.cli.sources import Source, say_columns, say_notes

if TYPE_CHECKING:
    from groundup.data import Data

SHOWN = 30  # classes


def data(
    source: Annotated[
        str | None, Argument(help="A name, file or folder, as for groundup train --data.")
    ] = None,
    count: Annotated[
        int | None, Argument(metavar="N", help="With make: how many digits to write.")
    ] = None,
    out: Annotated[
        Path | None, Argument(metavar="OUT", help="With make: the folder to write to.")
    ] = None,
    label: Annotated[str | None, Option(help="The column of a table to predict.")] = None,
    drop: Annotated[str | None, Option(help="Columns of a table to leave out.")] = None,
    decimal: Annotated[str | None, Option(help="As for groundup train.")] = None,
    encoding: Annotated[str | None, Option(help="As for groundup train.")] = None,
    missing: Annotated[str | None, Option(help="As for groundup train.")] = None,
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    seed: Annotated[int, Option(help="With make: the seed of the distortions.")] = 0,
) -> None:
    """List the data sets, or describe one; make N OUT writes N distorted digits to OUT."""
    if source == "make" and (count is not None or not Path(source).exists()):
        make(count, out, seed)
        return
    if count is not None:
        fail(f"give one source at a time: {source}, without {count}")
    if source is None:
        list_known(json)
        return
    found = Source(source, label, drop, decimal=decimal, encoding=encoding, missing=missing).load()
    if json:
        say_json(as_json(found))
    else:
        say_notes(found)
        describe(found)


def make(count: int | None, out: Path | None, seed: int) -> None:
    if count is None or out is None:
        fail("make needs a number of digits and a folder: groundup data make 600000 digits")
    from groundup.data.enlargement import enlarge

    answer_signals(interrupt_once)
    bar = progress_bar()
    task = bar.add_task("making digits", total=count)
    try:
        with bar:
            enlarge(count, out, seed, lambda done: bar.update(task, completed=done))
    except KeyboardInterrupt as interrupt:
        number = interrupt.args[0] if interrupt.args else signal.SIGINT
        fail(f"stopped by {BY_SIGNAL[number]}; nothing was written", 128 + number)
    except OSError as error:
        reason = error.strerror or error
        fail(f"{out}: the system says: {reason}; nothing was written; name another folder")
    say(f"{count:,} digits are in {out}")
    say(f"next: {shlex.join(['groundup', 'train', '--data', str(out), '--stream'])}")


def list_known(json: bool) -> None:
    from groundup.data.catalogue import KNOWN

    rows = [
        {
            "name": name,
            "about": entry.about,
            "there": entry.folder is not None,
            "size": entry.size,
            "classes": list(entry.classes),
            "licence": entry.licence,
            "source": entry.source,
        }
        for name, entry in KNOWN.items()
    ]
    if json:
        say_json(rows)
        return
    for row, (name, entry) in zip(rows, KNOWN.items(), strict=True):
        say(f"{name}: {entry.about}{'' if row['there'] else ', not installed'}")
        say(f"    {entry.size}; {len(entry.classes)} classes: {', '.join(entry.classes)}")
        say(f"    licence {entry.licence}; {entry.source}")
        say(f"    {entry.folder or 'get it: ' + entry.install}")
    say("next: groundup data FOLDER, or a .csv, .tsv, .parquet, .npz or .tar.gz file, shows")
    say("what is in it")


def describe(data: Data) -> None:
    import numpy as np

    schema = data.schema
    say(f"{schema.words()}")
    names = ("to learn from", "to validate on", "to test with")
    say(", ".join(f"{len(p.x):,} {name}" for p, name in zip(data, names, strict=True)))
    say_columns(schema)
    if schema.features and len(schema.columns) in (0, schema.inputs):
        say(f"features: {', '.join(schema.features[:SHOWN])}")
    if schema.regression:
        return
    counts = sum(np.bincount(part.y, minlength=schema.outputs) for part in data)
    for name, count in list(zip(schema.classes, np.atleast_1d(counts), strict=True))[:SHOWN]:
        say(f"    {name}: {int(count):,}")
    if schema.outputs > SHOWN:
        say(f"    … and {schema.outputs - SHOWN:,} more classes")


def as_json(data: Data) -> dict[str, object]:
    schema = data.schema
    return {
        "train": len(data.train.x),
        "validation": len(data.validation.x),
        "test": len(data.test.x),
        "schema": schema.as_dict(),
    }
