"""`groundup train`: learn from digits, save the network, say how good it is."""

from __future__ import annotations

import shlex
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Context, Option

from groundup.cli.bar import EpochBar
from groundup.cli.console import err, fail, say
from groundup.cli.recipes import use_recipe
from groundup.cli.saving import save
from groundup.cli.train_checks import (
    check_checkpoint,
    check_digits,
    check_file,
    check_resume,
    limited,
    parse_activations,
    parse_sizes,
    with_drawings,
)
from groundup.cli.train_words import NOTHING_LEARNED, introduction, learned_nothing, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundup.data import Data
    from groundup.network import Network
    from groundup.training import Record

OUT = Path("digits.safetensors")


def train(
    context: Context,
    recipe: Annotated[
        str | None,
        Option(
            is_eager=True,
            callback=use_recipe,
            help="Defaults for all the rest: origin, nielsen, fast or best.",
        ),
    ] = None,
    data: Annotated[str, Option(help="mnist, or a folder of IDX files.")] = "mnist",
    sizes: Annotated[str, Option(help="Neurons a layer, inputs first.")] = "784-30-10",
    activation: Annotated[
        str,
        Option(help="sigmoid, tanh, relu, linear, and softmax for the last: one, or relu,softmax."),
    ] = "sigmoid",
    cost: Annotated[str, Option(help="quadratic or cross-entropy.")] = "quadratic",
    epochs: Annotated[int, Option(help="Times through the training digits.")] = 3,
    batch: Annotated[int, Option(help="Digits a step.")] = 10,
    eta: Annotated[float, Option(help="Learning rate.")] = 3.0,
    schedule: Annotated[
        str, Option(help="How eta changes: constant, cosine, inverse or plateau.")
    ] = "constant",
    optimiser: Annotated[str, Option(help="sgd, momentum, nesterov or adam.")] = "sgd",
    momentum: Annotated[float, Option(help="Of momentum and nesterov.")] = 0.9,
    beta1: Annotated[float, Option(help="Of adam: how much its mean of g keeps.")] = 0.9,
    beta2: Annotated[float, Option(help="Of adam: how much its mean of g² keeps.")] = 0.999,
    epsilon: Annotated[float, Option(help="Of adam: added to the root it divides by.")] = 1e-8,
    l2: Annotated[float, Option(help="Weight decay (the book's lambda over its digits).")] = 0.0,
    dropout: Annotated[float, Option(help="Share of hidden neurons that sit out a step.")] = 0.0,
    augment: Annotated[
        bool, Option("--augment", help="Distort the training digits, anew every epoch.")
    ] = False,
    patience: Annotated[
        int | None, Option(help="Stop after N epochs that were no better; keep the best.")
    ] = None,
    target: Annotated[
        float | None, Option(help="Stop when this share of validation is right: 0.98.")
    ] = None,
    engine: Annotated[str, Option(help="auto, kernel, numpy, or the name of a rung.")] = "auto",
    threads: Annotated[int | None, Option(help="At most so many; all cores by default.")] = None,
    dtype: Annotated[str, Option(help="float64 or float32.")] = "float64",
    init: Annotated[str, Option(help="First weights: scaled, normal or he.")] = "scaled",
    seed: Annotated[int, Option(help="The same seed gives the same network.")] = 0,
    limit: Annotated[int | None, Option(help="Learn from the first N digits only.")] = None,
    also: Annotated[
        Path | None, Option(help="Learn from these drawings too: the page's corrections.")
    ] = None,
    out: Annotated[Path, Option(help="Where the model goes.")] = OUT,
    checkpoint: Annotated[
        Path | None, Option(help="Keep where it stands in this file, epoch by epoch.")
    ] = None,
    resume: Annotated[
        Path | None, Option(help="Go on from a checkpoint as if never stopped.")
    ] = None,
) -> None:
    """Train a network on MNIST and save it."""
    check_file("--out", out)
    again = command_to_go_on(resume or checkpoint, data, limit, also, out)
    if resume is not None:
        check_resume(context, resume, out)
        go_on(resume, data, limit, also, threads, out, again)
        return
    if checkpoint is not None:
        check_checkpoint(checkpoint, out)
    if dtype not in ("float64", "float32"):
        fail(f"--dtype wants float64 or float32, not {dtype}")
    from groundup.data import load_data
    from groundup.data.augmentation import Augmentation
    from groundup.network import Network

    layers = parse_sizes(sizes)
    names = parse_activations(activation, len(layers) - 1)
    network = Network(layers, names, cost, init=init, seed=seed, dtype=dtype)
    digits = with_drawings(limited(load_data(data), limit), also)
    check_digits(network, digits)
    options = {
        "batch_size": batch,
        "eta": eta,
        "schedule": schedule,
        "optimiser": optimiser,
        "momentum": momentum,
        "beta1": beta1,
        "beta2": beta2,
        "epsilon": epsilon,
        "l2": l2,
        "dropout": dropout,
        "augmentation": Augmentation() if augment else None,
        "patience": patience,
        "target": target,
        "engine": engine,
        "seed": seed,
        "checkpoint": checkpoint,
    }
    if threads is not None:
        options["threads"] = threads
    from groundup import training

    bar = EpochBar(len(digits.train.x), epochs)
    records = training.epochs(
        epochs, network, digits.train, digits.validation, progress=bar.progress, **options
    )
    stopped = learn(network, records, epochs, bar, introduction(network, digits, engine))
    finish(network, digits, data, out, stopped, again)


def go_on(
    file: Path,
    data: str,
    limit: int | None,
    also: Path | None,
    threads: int | None,
    out: Path,
    again: str,
) -> None:
    """`groundup train --resume`: the rest of a run, and what comes after it."""
    from groundup import training
    from groundup.data import load_data

    digits = with_drawings(limited(load_data(data), limit), also)
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
    words = introduction(network, digits, run.options.engine)
    words += f"\ngoing on from {file}, where {run.done} of {run.epochs} epochs are done"
    stopped = learn(network, run.records, len(network.history) + left, bar, words)
    finish(network, digits, data, out, stopped, again)


def learn(
    network: Network, records: Iterator[Record], epochs: int, bar: EpochBar, words: str
) -> str:
    """Trains; says a line an epoch. Returns why it stopped early, "" where it did not."""
    from groundup import training
    from groundup.formats.models import ModelError

    first = network.w[0].copy()
    stopped = ""
    signal.signal(signal.SIGINT, interrupt_once)
    try:
        say(words)
        with bar:
            for record in records:
                bar.epoch_done()
                say(line(record, epochs))
    except KeyboardInterrupt:
        stopped = f"stopped by Ctrl-C in epoch {len(network.history) + 1}"
    except training.DivergedError as error:
        stopped = str(error)
    except ModelError as error:
        stopped = f"stopped, because there can be no further checkpoint: {error}"
    except OSError as error:  # nobody reads the lines any more, or the disk they go to is full
        stopped = f"stopped, because there was nowhere to write to: {error}"
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what was learned is about to be saved
    if stopped and not network.history and (network.w[0] == first).all():
        fail(f"{stopped}; nothing was learned, and nothing saved", status(stopped))
    return stopped


def interrupt_once(signal_number: int, frame: object) -> None:
    """Ctrl-C: the first one ends the training, any more may not end the saving."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def status(stopped: str) -> int:
    return 130 if "Ctrl-C" in stopped else 2


def finish(network: Network, digits: Data, data: str, out: Path, stopped: str, again: str) -> None:
    """Saves what was learned and says how good it is and what to do next."""
    save(network, out)
    from_data = "" if data == "mnist" else f" --data {data}"
    following = f"next: groundup test {out}{from_data}"
    if stopped:
        err.print(f"{stopped}; what was learned so far is in {out}", markup=False, soft_wrap=True)
        err.print(following, markup=False, soft_wrap=True)
        if again and "diverged" not in stopped:  # which it would again
            err.print(f"to go on: {again}", markup=False, soft_wrap=True)
        raise SystemExit(status(stopped))
    seconds = sum(record["seconds"] for record in network.history)
    epochs = "1 epoch" if len(network.history) == 1 else f"{len(network.history)} epochs"
    say(f"{epochs} of training took {seconds:.2f} s")
    _, accuracy = network.measure(*digits.test)
    right = round(accuracy * len(digits.test.x))
    say(f"test {accuracy:.2%}: {right:,} of {len(digits.test.x):,} digits it had never seen")
    say(f"saved {out}")
    if learned_nothing(network):
        say(NOTHING_LEARNED)
    say(following)


def command_to_go_on(
    checkpoint: Path | None, data: str, limit: int | None, also: Path | None, out: Path
) -> str:
    """What to type where the run has stopped; "" where it keeps no checkpoint."""
    if checkpoint is None:
        return ""
    words = ["groundup", "train", "--resume", str(checkpoint)]
    words += ["--data", data] if data != "mnist" else []
    words += ["--limit", str(limit)] if limit is not None else []
    words += ["--also", str(also)] if also is not None else []
    words += ["--out", str(out)] if out != OUT else []
    return shlex.join(words)
