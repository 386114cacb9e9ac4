"""`groundup train`: learn from digits, save the network, say how good it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Context, Option

from groundup.cli.bar import EpochBar
from groundup.cli.console import fail, say
from groundup.cli.learning import finish, learn
from groundup.cli.recipes import use_data, use_recipe
from groundup.cli.resuming import check_resume, command_to_go_on, go_on, is_given
from groundup.cli.saving import alone_with
from groundup.cli.sources import Source, say_notes
from groundup.cli.together import agree_on, supervise_if_asked
from groundup.cli.train_checks import (
    check_checkpoint,
    check_digits,
    check_file,
    fitted_sizes,
    for_regression,
    parse_activations,
    parse_sizes,
    read_digits,
)
from groundup.cli.train_words import introduction
from groundup.engines.hosts import leads

if TYPE_CHECKING:
    from groundup.network import Network

OUT = Path("digits.safetensors")


def train(
    context: Context,
    recipe: Annotated[
        str | None,
        Option(
            is_eager=True,
            callback=use_recipe,
            help="Defaults for all the rest: origin, nielsen, fast, best or everyday, which other "
            "data than MNIST's take by default.",
        ),
    ] = None,
    data: Annotated[
        str,
        Option(
            is_eager=True,
            callback=use_data,
            help="mnist, fashion-mnist, a folder of IDX files or of pictures (a subfolder a "
            "class), or a .csv, .tsv, .parquet or .npz file.",
        ),
    ] = "mnist",
    label: Annotated[
        str | None, Option(help="The column of a table to predict, by name, or -1 for the last.")
    ] = None,
    drop: Annotated[
        str | None, Option(help="Columns of a table to leave out, with commas between.")
    ] = None,
    task: Annotated[
        str | None, Option(help="classes or regression; by default told from the labels.")
    ] = None,
    pixels: Annotated[
        bool | None,
        Option("--pixels/--features", help="What numbers are; by default told from them."),
    ] = None,
    picture_size: Annotated[
        str | None, Option(help="Scale pictures to these rows and columns: 28x28.")
    ] = None,
    colours: Annotated[str | None, Option(help="Pictures become grey or rgb.")] = None,
    validation: Annotated[
        float, Option(help="Share to validate on, where the data do not say.")
    ] = 0.15,
    test: Annotated[float, Option(help="Share to test with, where the data do not say.")] = 0.15,
    split_seed: Annotated[int, Option(help="Which samples these are.")] = 0,
    stream: Annotated[
        bool,
        Option("--stream", help="Read it from disk in pieces, as is always done above 1 GiB."),
    ] = False,
    verify: Annotated[
        bool,
        Option("--verify", help="Checkpoints know such data by every byte, not by 1,024 places."),
    ] = False,
    sizes: Annotated[str, Option(help="Neurons a layer, inputs first.")] = "784-30-10",
    activation: Annotated[
        str,
        Option(
            help="sigmoid, tanh, relu, linear, and softmax for the last: one for all, two as "
            "relu,softmax for all hidden layers and the last, or one a layer."
        ),
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
    engine: Annotated[str, Option(help="auto, kernel, numpy, devices (JAX), or a rung.")] = "auto",
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
        Path | None,
        Option(help="Go on from a checkpoint, on its data, as if never stopped."),
    ] = None,
    coordinator: Annotated[
        str | None, Option(help="HOST:PORT of process 0, where several train with devices.")
    ] = None,
    processes: Annotated[int | None, Option(help="How many these are.")] = None,
    process: Annotated[int | None, Option(help="Which this one is, from 0.")] = None,
    local_processes: Annotated[
        int | None, Option(help="Train with devices in so many processes of this machine.")
    ] = None,
    average_every: Annotated[
        int, Option(help="Of devices: steps that each takes alone before they take their mean.")
    ] = 1,
    plot: Annotated[
        Path | None, Option(help="Draw the curves to this PNG or SVG (needs Matplotlib).")
    ] = None,
) -> None:
    """Train a network on MNIST, or on your own data, and save it."""
    supervise_if_asked(
        None if resume else engine, coordinator, processes, process, local_processes,
        resume or checkpoint,
    )  # fmt: skip
    if not leads():
        plot = None
    check_file("--out", out)
    if plot is not None:
        check_file("--plot", plot, "curves.png")
        from groundup.plotting import check_plot

        check_plot(plot)
    again = command_to_go_on(resume or checkpoint, out, OUT)
    if resume is not None:
        check_resume(context, resume, out)
        with alone_with("--out", out), alone_with("--resume", resume):
            draw_curves(go_on(context, resume, threads, out, again), plot)
        return
    if checkpoint is not None and leads():
        check_checkpoint(checkpoint, out)
    if dtype not in ("float64", "float32"):
        fail(f"--dtype wants float64 or float32, not {dtype}")
    from groundup.data.augmentation import Augmentation
    from groundup.data.identity import identity
    from groundup.network import Network

    layers = parse_sizes(sizes)
    names = parse_activations(activation, len(layers) - 1)
    source = Source(
        data, label, drop, task, pixels, picture_size, colours, validation, test, split_seed,
        stream, verify,
    )  # fmt: skip
    digits = read_digits(source, limit, also)
    say_notes(digits)
    if not is_given(context, "sizes"):
        layers = fitted_sizes(layers, digits)
    chosen = is_given(context, "activation") or is_given(context, "cost")
    names, cost = for_regression(names, cost, chosen, digits)
    network = Network(layers, names, cost, init=init, seed=seed, dtype=dtype)
    check_digits(network, digits)
    network.data = identity(data, digits) | {"limit": limit, "also": also and str(also)}
    if source != Source(data):
        network.data["source"] = source.remembered()
    if not len(digits.validation.x) and not is_given(context, "patience"):
        patience = None
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
        "average_every": average_every,
        "seed": seed,
        "checkpoint": checkpoint,
    }
    if threads is not None:
        options["threads"] = threads
    from groundup import training

    agree_on(context, digits)
    bar = EpochBar(len(digits.train.x), epochs)
    with alone_with("--out", out), alone_with("--checkpoint", checkpoint):
        records = training.epochs(
            epochs, network, digits.train, digits.validation, progress=bar.progress, **options
        )
        stopped = learn(network, records, epochs, bar, introduction(network, digits, engine))
        finish(network, digits, data, out, stopped, again)
        draw_curves(network, plot)


def draw_curves(network: Network, plot: Path | None) -> None:
    """What training recorded, as `--plot` asks for."""
    if plot is None:
        return
    from groundup.plotting import draw_history

    draw_history(network.history, plot)
    say(f"drawn to {plot}")
