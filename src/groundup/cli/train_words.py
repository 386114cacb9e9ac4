"""What `groundup train` says of a network before, while and after it learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundup.data import Data
    from groundup.network import Network
    from groundup.training import Record

GUESSING = 0.2  # of ten digits, guessing gets a tenth right, and always the same one hardly more
NOTHING_LEARNED = (
    "nothing was learned: no epoch changed the cost, nor what it answers; neurons that too large "
    "steps drove to their limits learn no more, so try a smaller --eta"
)


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
    words = [
        f"epoch {record.epoch}/{epochs}",
        f"cost {record.cost:{'.4f' if record.cost < 1e4 else '.4g'}}",
    ]
    if record.validation_accuracy is not None:
        words.append(f"validation {record.validation_accuracy:.2%}")
    return "   ".join([*words, f"{record.seconds:.2f} s"])


def learned_nothing(network: Network) -> bool:
    """Whether all epochs, two at least, ended at one cost, and no better than by guessing."""
    ends = {(f"{e['cost']:.4f}", e["validation_accuracy"]) for e in network.history}
    if len(network.history) < 2 or len(ends) > 1:
        return False
    _, accuracy = ends.pop()
    return accuracy is not None and accuracy < GUESSING
