"""`groundup train`: learn from digits, save the network, say how good it is."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

from typer import Option

from groundup.cli.bar import EpochBar
from groundup.cli.console import err, fail, say

if TYPE_CHECKING:
    from groundup.data import Data
    from groundup.network import Network
    from groundup.training import Record


def train(
    data: Annotated[str, Option(help="mnist, or a folder of IDX files.")] = "mnist",
    sizes: Annotated[str, Option(help="Neurons a layer, inputs first.")] = "784-30-10",
    activation: Annotated[
        str, Option(help="sigmoid, tanh, relu or linear: one for all, or one a layer: relu,softmax")
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
    l2: Annotated[float, Option(help="Weight decay (the book's lambda over its digits).")] = 0.0,
    dropout: Annotated[float, Option(help="Share of hidden neurons that sit out a step.")] = 0.0,
    augment: Annotated[
        bool, Option("--augment", help="Distort the training digits, anew every epoch.")
    ] = False,
    patience: Annotated[
        int | None, Option(help="Stop after N epochs that were no better; keep the best.")
    ] = None,
    engine: Annotated[str, Option(help="auto, kernel, numpy, or the name of a rung.")] = "auto",
    threads: Annotated[int | None, Option(help="At most so many; all cores by default.")] = None,
    dtype: Annotated[str, Option(help="float64 or float32.")] = "float64",
    init: Annotated[str, Option(help="First weights: scaled, normal or he.")] = "scaled",
    seed: Annotated[int, Option(help="The same seed gives the same network.")] = 0,
    limit: Annotated[int | None, Option(help="Learn from the first N digits only.")] = None,
    out: Annotated[Path, Option(help="Where the model goes.")] = Path("digits.safetensors"),
) -> None:
    """Train a network on MNIST and save it."""
    check_file(out)
    if dtype not in ("float64", "float32"):
        fail(f"--dtype wants float64 or float32, not {dtype}")
    from groundup.data import load_data
    from groundup.data.augmentation import Augmentation
    from groundup.network import Network

    layers = parse_sizes(sizes)
    names = parse_activations(activation, len(layers) - 1)
    network = Network(layers, names, cost, init=init, seed=seed, dtype=dtype)
    digits = limited(load_data(data), limit)
    check_digits(network, digits)
    options = {
        "batch_size": batch,
        "eta": eta,
        "schedule": schedule,
        "optimiser": optimiser,
        "momentum": momentum,
        "l2": l2,
        "dropout": dropout,
        "augmentation": Augmentation() if augment else None,
        "patience": patience,
        "engine": engine,
        "seed": seed,
    }
    if threads is not None:
        options["threads"] = threads
    stopped = learn(network, digits, epochs, options)
    finish(network, digits, data, out, stopped)


def learn(network: Network, digits: Data, epochs: int, options: dict) -> str:
    """Trains; says a line an epoch. Returns why it stopped early, "" where it did not."""
    from groundup import training

    first = network.w[0].copy()
    bar = EpochBar(len(digits.train.x), epochs)
    records = training.epochs(
        epochs, network, digits.train, digits.validation, progress=bar.progress, **options
    )
    stopped = ""
    signal.signal(signal.SIGINT, interrupt_once)
    try:
        say(introduction(network, digits, options["engine"]))
        with bar:
            for record in records:
                bar.epoch_done()
                say(line(record, epochs))
    except KeyboardInterrupt:
        stopped = f"stopped by Ctrl-C in epoch {len(network.history) + 1}"
    except training.DivergedError as error:
        stopped = str(error)
    except OSError as error:  # nobody reads the lines any more, or the disk they go to is full
        stopped = f"stopped, because there was nowhere to write to: {error}"
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what was learned is about to be saved
    if stopped and (network.w[0] == first).all():
        fail(f"{stopped}; nothing was learned, and nothing saved", status(stopped))
    return stopped


def interrupt_once(signal_number: int, frame: object) -> None:
    """Ctrl-C: the first one ends the training, any more may not end the saving."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def status(stopped: str) -> int:
    return 130 if "Ctrl-C" in stopped else 2


def finish(network: Network, digits: Data, data: str, out: Path, stopped: str) -> None:
    """Saves what was learned and says how good it is and what to do next."""
    save(network, out)
    from_data = "" if data == "mnist" else f" --data {data}"
    following = f"next: groundup test {out}{from_data}"
    if stopped:
        err.print(f"{stopped}; what was learned so far is in {out}", markup=False, soft_wrap=True)
        err.print(following, markup=False, soft_wrap=True)
        raise SystemExit(status(stopped))
    _, accuracy = network.measure(*digits.test)
    right = round(accuracy * len(digits.test.x))
    say(f"test {accuracy:.2%}: {right:,} of {len(digits.test.x):,} digits it had never seen")
    say(f"saved {out}")
    say(following)


def save(network: Network, out: Path) -> None:
    """Saves to `out`; where that fails after all, to the folder for temporary files, so that
    nothing learned is lost."""
    from groundup.formats.models import ModelError

    try:
        network.save(out)
    except ModelError as error:
        save_elsewhere(network, str(error))


def save_elsewhere(network: Network, reason: str) -> NoReturn:
    from groundup.formats.models import ModelError

    handle, spare = tempfile.mkstemp(prefix="groundup-", suffix=".safetensors")
    os.close(handle)
    try:
        network.save(spare)
    except ModelError as error:
        Path(spare).unlink(missing_ok=True)
        fail(f"{reason}; nor elsewhere: {error}")
    fail(f"{reason}; so the model is in {spare}")


def introduction(network: Network, digits: Data, engine: str) -> str:
    from groundup.engines import fastest

    count = sum(w.size + b.size for w, b in zip(network.w, network.b, strict=True))
    names = list(dict.fromkeys(network.activations))
    words = (
        f"{'-'.join(map(str, network.sizes))}, {' then '.join(names)}, {network.cost} cost: "
        f"{count:,} weights and biases\n"
        f"{len(digits.train.x):,} digits to learn from, {len(digits.validation.x):,} to validate on"
    )
    if engine == "auto" and fastest() == "numpy":
        words += "\nthe kernel is not built, so NumPy does the work: correct, but slower"
    return words


def line(record: Record, epochs: int) -> str:
    words = [f"epoch {record.epoch}/{epochs}", f"cost {record.cost:.4f}"]
    if record.validation_accuracy is not None:
        words.append(f"validation {record.validation_accuracy:.2%}")
    return "   ".join([*words, f"{record.seconds:.2f} s"])


def parse_sizes(text: str) -> list[int]:
    """[784, 30, 10] from "784-30-10"."""
    try:
        return [int(part) for part in text.split("-")]
    except ValueError:
        fail(f"--sizes wants neurons a layer such as 784-30-10, not {text}")


def parse_activations(text: str, layers: int) -> list[str]:
    """A name a layer from "relu,sigmoid", or from one name for all."""
    names = [name.strip() for name in text.split(",")]
    return names * layers if len(names) == 1 else names


def limited(digits: Data, limit: int | None) -> Data:
    if limit is None:
        return digits
    if limit < 1:
        fail(f"--limit wants a number of digits above 0, not {limit}")
    x, y = digits.train
    return digits._replace(train=digits.train._replace(x=x[:limit], y=y[:limit]))


def check_digits(network: Network, digits: Data) -> None:
    """Refuses sizes that do not fit the digits, the test digits too, before anything is trained."""
    inputs, outputs = network.sizes[0], network.sizes[-1]
    pixels = digits.train.x.shape[1]
    if inputs != pixels:
        fail(
            f"--sizes begins with {inputs}, but these digits have {pixels} pixels; begin with that"
        )
    labels = 1 + max(int(part.y.max()) for part in digits if len(part.y))
    if not labels <= outputs <= 10:
        fail(
            f"--sizes ends with {outputs}, but these digits go from 0 to {labels - 1}; "
            f"end with {labels}, an output a digit"
        )


def check_file(out: Path) -> None:
    """Refuses a file that cannot be written, before anything is trained."""
    try:
        there, is_folder = out.parent.is_dir(), out.is_dir()
    except OSError as error:
        fail(f"--out: {error.strerror}: {out}")
    if not there:
        fail(f"--out: there is no folder {out.parent}; make it, or name a file elsewhere")
    if is_folder:
        fail(f"--out: {out} is a folder; name a file, such as {out / 'digits.safetensors'}")
    if not os.access(out.parent, os.W_OK):
        fail(f"--out: {out.parent} may not be written to; name a file elsewhere")
