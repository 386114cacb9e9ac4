"""`groundup train`: learn from digits, save the network, say how good it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Context, Option

from groundup.cli.bar import EpochBar
from groundup.cli.console import fail, say, tell
from groundup.cli.folds import check_folds, cross_validate
from groundup.cli.learning import finish, learn
from groundup.cli.recipes import EVERYDAY, use_data, use_recipe
from groundup.cli.resuming import check_resume, command_to_go_on, go_on, is_given
from groundup.cli.saving import alone_with
from groundup.cli.sources import Source, say_columns, say_notes
from groundup.cli.together import agree_on, supervise_if_asked
from groundup.cli.train_checks import (
    check_augmentation,
    check_checkpoint,
    check_digits,
    check_file,
    check_model,
    fitted_sizes,
    for_regression,
    parse_activations,
    parse_sizes,
    read_digits,
)
from groundup.cli.train_words import introduction
from groundup.engines.hosts import leads

if TYPE_CHECKING:
    from groundup.data import Data
    from groundup.network import Network

OUT = Path("digits.safetensors")


def train(
    context: Context,
    recipe: Annotated[
        str | None,
        Option(
            is_eager=True,
            callback=use_recipe,
            help="A set of defaults for all other options: origin, nielsen, fast, quick, "
            "best, thorough or everyday. Data other than MNIST use everyday by default.",
        ),
    ] = None,
    data: Annotated[
        str,
        Option(
            is_eager=True,
            callback=use_data,
            help="mnist, fashion-mnist, a folder of IDX files, CIFAR's binary version (a folder or "
            "its .tar.gz), a folder of pictures (a subfolder for each class), or a .csv, .tsv, "
            ".parquet or .npz file.",
        ),
    ] = "mnist",
    label: Annotated[
        str | None, Option(help="The column of a table to predict, by name, or -1 for the last.")
    ] = None,
    drop: Annotated[
        str | None, Option(help="Columns of a table to leave out, separated by commas.")
    ] = None,
    task: Annotated[
        str | None, Option(help="classes or regression; by default decided by the labels.")
    ] = None,
    pixels: Annotated[
        bool | None,
        Option(
            "--pixels/--features", help="What the numbers are; by default decided by the numbers."
        ),
    ] = None,
    picture_size: Annotated[
        str | None, Option(help="Scale pictures to these rows and columns, such as 28x28.")
    ] = None,
    colours: Annotated[str | None, Option(help="Convert pictures to grey or rgb.")] = None,
    validation: Annotated[
        float, Option(help="Share to validate on, if the data have no such part.")
    ] = 0.15,
    test: Annotated[float, Option(help="Share to test on, if the data have no such part.")] = 0.15,
    folds: Annotated[
        int | None,
        Option(
            help="Cross-validate: train once for each of this many folds, test on it, show mean "
            "and spread; saves no model."
        ),
    ] = None,
    split_seed: Annotated[int, Option(help="The seed that chooses these samples.")] = 0,
    stream: Annotated[
        bool,
        Option("--stream", help="Read the data from disk in pieces; always on above 1 GiB."),
    ] = False,
    verify: Annotated[
        bool,
        Option(
            "--verify",
            help="Let checkpoints identify streamed data by every byte, not by 1,024 places.",
        ),
    ] = False,
    decimal: Annotated[
        str | None,
        Option(help="The decimal mark of a .csv, . or ,; by default as its cells show."),
    ] = None,
    encoding: Annotated[
        str | None, Option(help="The encoding of a .csv, such as cp1252; by default UTF-8.")
    ] = None,
    missing: Annotated[
        str | None,
        Option(help="Words for an empty cell, separated by commas, besides NA, null and ?."),
    ] = None,
    sizes: Annotated[
        str,
        Option(
            help="Neurons in each layer, inputs first; 28x28-20c5p2-100-10 has 20 filters of 5×5 "
            "pixels and a 2×2 pool first. By default they fit the data."
        ),
    ] = "784-30-10",
    activation: Annotated[
        str,
        Option(
            help="sigmoid, tanh, relu or linear, and softmax for the last layer: one name for all "
            "layers, two for the hidden ones and the last (relu,softmax), or one for each layer."
        ),
    ] = "sigmoid",
    cost: Annotated[str, Option(help="quadratic or cross-entropy.")] = "quadratic",
    epochs: Annotated[int, Option(help="How often to go through the training samples.")] = 3,
    batch: Annotated[int, Option(help="Samples in each step.")] = 10,
    eta: Annotated[float, Option(help="Learning rate.")] = 3.0,
    schedule: Annotated[
        str, Option(help="How eta changes: constant, cosine, inverse or plateau.")
    ] = "constant",
    optimiser: Annotated[str, Option(help="sgd, momentum, nesterov or adam.")] = "sgd",
    momentum: Annotated[
        float, Option(help="For momentum and nesterov: the share of the last step that is kept.")
    ] = 0.9,
    beta1: Annotated[float, Option(help="For adam: how much of the mean of g is kept.")] = 0.9,
    beta2: Annotated[float, Option(help="For adam: how much of the mean of g² is kept.")] = 0.999,
    epsilon: Annotated[
        float, Option(help="For adam: added to the root in the denominator.")
    ] = 1e-8,
    l2: Annotated[float, Option(help="Weight decay: lambda/n in Nielsen's book.")] = 0.0,
    dropout: Annotated[
        float,
        Option(help="Share of hidden neurons to leave out in each step; filters stay."),
    ] = 0.0,
    augment: Annotated[
        bool, Option("--augment", help="Distort the training digits anew in each epoch.")
    ] = False,
    class_weight: Annotated[
        str | None,
        Option(help="balanced: make every class count equally, however rare; in validation, too."),
    ] = None,
    patience: Annotated[
        int | None, Option(help="Stop after this many epochs without improvement; keep the best.")
    ] = None,
    target: Annotated[
        float | None,
        Option(help="Stop when this share of the validation set is right, such as 0.98."),
    ] = None,
    engine: Annotated[str, Option(help="auto, kernel, numpy, devices (JAX), or a rung.")] = "auto",
    threads: Annotated[
        int | None, Option(help="The most threads to use; by default one for each core.")
    ] = None,
    dtype: Annotated[str, Option(help="float64 or float32.")] = "float64",
    init: Annotated[str, Option(help="Initial weights: scaled, normal or he.")] = "scaled",
    seed: Annotated[int, Option(help="The same seed gives the same network.")] = 0,
    limit: Annotated[
        int | None, Option(help="Learn from only this many samples, the first ones.")
    ] = None,
    also: Annotated[
        Path | None, Option(help="Learn from these drawings too: corrections that the page saved.")
    ] = None,
    out: Annotated[Path, Option(help="The file to save the model in.")] = OUT,
    checkpoint: Annotated[
        Path | None, Option(help="Save the state of training in this file after each epoch.")
    ] = None,
    resume: Annotated[
        Path | None,
        Option(help="Go on from this checkpoint, with its options and data."),
    ] = None,
    coordinator: Annotated[
        str | None, Option(help="HOST:PORT of process 0, if several machines train together.")
    ] = None,
    processes: Annotated[int | None, Option(help="How many processes train together.")] = None,
    process: Annotated[int | None, Option(help="The number of this process, from 0.")] = None,
    local_processes: Annotated[
        int | None, Option(help="Train in this many processes on this machine (engine devices).")
    ] = None,
    average_every: Annotated[
        int, Option(help="Steps that each device takes alone before they average (engine devices).")
    ] = 1,
    plot: Annotated[
        Path | None, Option(help="Save a plot of the curves as this PNG or SVG (needs Matplotlib).")
    ] = None,
) -> None:
    """Train a network on MNIST, or on your own data, and save it."""
    supervise_if_asked(
        None if resume else engine, coordinator, processes, process, local_processes,
        resume or checkpoint,
    )  # fmt: skip
    if not leads():
        plot = None
    check_model("--out", out)
    if plot is not None:
        check_file("--plot", plot, "curves.png")
        from groundup.plotting import check_plot

        check_plot(plot)
    if folds is not None:
        check_folds(context)
    again = command_to_go_on(resume or checkpoint, out, OUT)
    if resume is not None:
        check_resume(context, resume, out)
        with alone_with("--out", out), alone_with("--resume", resume):
            draw_curves(go_on(context, resume, threads, out, again), plot)
        return
    if checkpoint is not None and leads():
        check_checkpoint(checkpoint, out)
    if dtype not in ("float64", "float32"):
        fail(f"--dtype must be float64 or float32, not {dtype}")
    from groundup.data.augmentation import Augmentation
    from groundup.data.identity import identity
    from groundup.network import Network

    layers = parse_sizes(sizes)
    everyday = context.obj == EVERYDAY
    source = Source(
        data, label, drop, task, pixels, picture_size, colours, validation, test, split_seed,
        stream, verify, decimal, encoding, missing,
    )  # fmt: skip
    given: dict[str, Any] = {
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
        "class_weight": class_weight,
        "augmentation": Augmentation() if augment else None,
        "patience": patience,
        "target": target,
        "engine": engine,
        "average_every": average_every,
        "seed": seed,
        "checkpoint": checkpoint,
    }
    if threads is not None:
        given["threads"] = threads

    sized = is_given(context, "sizes")

    def begin(digits: Data) -> tuple[Network, dict[str, Any]]:
        """A network for the data, and the options of its training."""
        check_augmentation(augment, digits, data)
        fitted = layers if sized else fitted_sizes(layers, digits, everyday)
        names = parse_activations(activation, len(fitted) - 1)
        chosen = is_given(context, "activation") or is_given(context, "cost")
        fitting, own_cost = for_regression(names, cost, chosen, digits)
        network = Network(fitted, fitting, own_cost, init=init, seed=seed, dtype=dtype)
        check_digits(network, digits)
        tuned = len(digits.validation.x) or is_given(context, "patience")
        return network, given | ({} if tuned else {"patience": None})

    if folds is not None:
        cross_validate(source, folds, epochs, begin)
        return
    digits = read_digits(source, limit, also)
    say_notes(digits)
    say_columns(digits.schema)
    network, options = begin(digits)
    if everyday and network.convolutional and not sized:
        without = "-".join(map(str, fitted_sizes(layers, digits)))
        tell(
            "note: the data are pictures, so the network begins with convolutions; "
            f"--sizes {without} trains one without them"
        )
    network.data = identity(data, digits) | {"limit": limit, "also": also and str(also)}
    if source != Source(data):
        network.data["source"] = source.remembered()
    from groundup import training

    agree_on(context, digits)
    bar = EpochBar(len(digits.train.x), epochs)
    with alone_with("--out", out), alone_with("--checkpoint", checkpoint):
        records = training.epochs(
            epochs, network, digits.train, digits.validation, progress=bar.progress, **options
        )
        stopped = learn(
            network, records, epochs, bar, introduction(network, digits, engine, class_weight)
        )
        finish(network, digits, data, out, stopped, again)
        draw_curves(network, plot)


def draw_curves(network: Network, plot: Path | None) -> None:
    """What training recorded, as `--plot` asks for."""
    if plot is None:
        return
    from groundup.plotting import draw_history

    draw_history(network.history, plot)
    say(f"saved the plot as {plot}")
