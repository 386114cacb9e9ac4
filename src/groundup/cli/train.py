"""`groundup train`: learn from digits, save the network, say how good it is."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from groundup.cli.console import fail, progress_bar, say

if TYPE_CHECKING:
    from groundup.data import Data
    from groundup.network import Network
    from groundup.training import Progress, Record


def train(
    data: Annotated[str, Option(help="mnist, or a folder of IDX files.")] = "mnist",
    sizes: Annotated[str, Option(help="Neurons a layer, inputs first.")] = "784-30-10",
    activation: Annotated[
        str, Option(help="sigmoid, tanh, relu or linear: one for all, or one a layer: relu,sigmoid")
    ] = "sigmoid",
    epochs: Annotated[int, Option(help="Times through the training digits.")] = 3,
    batch: Annotated[int, Option(help="Digits a step.")] = 10,
    eta: Annotated[float, Option(help="Learning rate.")] = 3.0,
    engine: Annotated[str, Option(help="auto, or the name of a rung.")] = "auto",
    init: Annotated[str, Option(help="First weights: scaled or normal.")] = "scaled",
    seed: Annotated[int, Option(help="The same seed gives the same network.")] = 0,
    limit: Annotated[int | None, Option(help="Learn from the first N digits only.")] = None,
    out: Annotated[Path, Option(help="Where the model goes.")] = Path("digits.safetensors"),
) -> None:
    """Train a network on MNIST and save it."""
    check_folder(out)
    from groundup import training
    from groundup.data import load_data
    from groundup.network import Network

    layers = parse_sizes(sizes)
    network = Network(layers, parse_activations(activation, len(layers) - 1), init=init, seed=seed)
    digits = limited(load_data(data), limit)
    with epoch_bar(epochs * len(digits.train.x)) as progress:
        records = training.epochs(
            epochs,
            network,
            digits.train,
            digits.validation,
            batch_size=batch,
            eta=eta,
            engine=engine,
            seed=seed,
            progress=progress,
        )
        say(introduction(network, digits))
        try:
            for record in records:
                say(line(record, epochs))
        except KeyboardInterrupt:
            interrupted = True
        else:
            interrupted = False
    finish(network, digits, out, interrupted)


def finish(network: Network, digits: Data, out: Path, interrupted: bool) -> None:
    """Saves what was learned and says how good it is and what to do next."""
    where = save(network, out)
    if interrupted:
        say(f"stopped by Ctrl-C; what was learned so far is in {where}")
        say(f"next: groundup test {where}")
        raise SystemExit(130)
    if len(digits.test.x):
        _, accuracy = network.measure(*digits.test)
        right = round(accuracy * len(digits.test.x))
        say(f"test {accuracy:.2%}: {right:,} of {len(digits.test.x):,} digits it had never seen")
    say(f"saved {where}")
    say(f"next: groundup test {where}")


def save(network: Network, out: Path) -> Path:
    """Saves to `out`; where that fails after all, to the folder for temporary files, so that
    nothing learned is lost."""
    from groundup.formats.models import ModelError

    try:
        network.save(out)
    except ModelError as error:
        handle, spare = tempfile.mkstemp(prefix="groundup-", suffix=".safetensors")
        os.close(handle)
        network.save(spare)
        fail(f"{error}; so the model is in {spare}")
    return out


def introduction(network: Network, digits: Data) -> str:
    count = sum(w.size + b.size for w, b in zip(network.w, network.b, strict=True))
    names = list(dict.fromkeys(network.activations))
    return (
        f"{'-'.join(map(str, network.sizes))}, {' then '.join(names)}, {network.cost} cost: "
        f"{count:,} weights and biases\n"
        f"{len(digits.train.x):,} digits to learn from, {len(digits.validation.x):,} to validate on"
    )


def line(record: Record, epochs: int) -> str:
    words = [f"epoch {record.epoch}/{epochs}", f"cost {record.cost:.4f}"]
    if record.validation_accuracy is not None:
        words.append(f"validation {record.validation_accuracy:.2%}")
    return "   ".join([*words, f"{record.seconds:.2f} s"])


@contextmanager
def epoch_bar(total: int) -> Iterator[Progress]:
    """A progress bar over `total` samples that epochs may report to as often as they like."""
    with progress_bar() as bar:
        task = bar.add_task("learning", total=total)
        finished, last, shown = 0, 0, time.monotonic()

        def progress(done: int) -> None:
            nonlocal finished, last, shown
            if done < last:  # a new epoch
                finished += last
            last = done
            if time.monotonic() - shown > 0.05:
                shown = time.monotonic()
                bar.update(task, completed=finished + done)

        yield progress


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


def check_folder(out: Path) -> None:
    if not out.parent.is_dir():
        fail(f"--out: there is no folder {out.parent}; make it, or name a file elsewhere")
    if out.is_dir():
        fail(f"--out: {out} is a folder; name a file, such as {out / 'digits.safetensors'}")
    if not os.access(out.parent, os.W_OK):
        fail(f"--out: {out.parent} may not be written to; name a file elsewhere")
