"""`groundup train --resume`: the rest of a run, and what is to be typed for that."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from groundup.cli.bar import EpochBar
from groundup.cli.console import fail
from groundup.cli.learning import finish, learn
from groundup.cli.sources import remembered_source
from groundup.cli.together import agree_on
from groundup.cli.train_checks import check_apart, check_digits, check_file, read_digits
from groundup.cli.train_words import introduction

if TYPE_CHECKING:
    from typer import Context

    from groundup.network import Network

OF_THE_DATA = ("data", "limit", "also")
OF_THE_HOSTS = ("coordinator", "processes", "process", "local_processes")
WITH_RESUME = ("resume", "out", "threads", "plot", *OF_THE_DATA, *OF_THE_HOSTS)


def go_on(context: Context, file: Path, threads: int | None, out: Path, again: str) -> Network:
    """The rest of the run in a checkpoint, on the data that it remembers; what the command line
    says of them has precedence, for they may have moved."""
    from groundup import training
    from groundup.network import Network

    saved = Network.load(file)
    remembered = saved.data or {}
    source = {
        name: context.params[name] if is_given(context, name) else remembered.get(name)
        for name in OF_THE_DATA
    }
    data = source["data"] or remembered.get("name", "mnist")
    reading = remembered_source(data, remembered.get("source"))
    digits = read_digits(reading, source["limit"], source["also"], saved.schema)
    agree_on(context, digits, file)
    run = training.resume(
        file,
        digits.train,
        digits.validation,
        progress=lambda done: bar.progress(done),
        threads=threads,
    )
    network, left = run.network, run.epochs - run.done
    check_digits(network, digits)
    bar = EpochBar(len(digits.train.x), left)
    words = introduction(network, digits, run.options.engine, run.options.class_weight)
    words += f"\ngoing on from {file}, where {run.done} of {run.epochs} epochs are done"
    stopped = learn(network, run.records, len(network.history) + left, bar, words)
    finish(network, digits, data, out, stopped, again)
    return network


def check_resume(context: Context, resume: Path, out: Path) -> None:
    """Refuses what would make it another run: all options that are in the file already."""
    given = ["--" + n for n in context.params if n not in WITH_RESUME and is_given(context, n)]
    if given:
        fail(
            f"--resume goes on with the options of the run in {resume}, and writes there; leave "
            f"out {', '.join(given)}"
        )
    check_apart("--resume", resume, out)
    if resume.exists():
        check_file("--resume", resume)


def is_given(context: Context, name: str) -> bool:
    """Whether an option is on the command line."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def command_to_go_on(checkpoint: Path | None, out: Path, usual: Path) -> str:
    """What to type where the run has stopped; "" where it keeps no checkpoint."""
    if checkpoint is None:
        return ""
    words = ["groundup", "train", "--resume", str(checkpoint)]
    return shlex.join(words + (["--out", str(out)] if out != usual else []))
