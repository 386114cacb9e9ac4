"""What `groundup train` says of a network before, while and after it learns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from groundup.cli.judgement import averages, compared, confidence
from groundup.cli.sources import noun

if TYPE_CHECKING:
    from groundup.data import Data, Samples, Schema
    from groundup.network import Network
    from groundup.training import Record

GUESSING = 0.2  # of ten digits, guessing gets a tenth right, and always the same one hardly more
NOTHING_LEARNED = (
    "nothing was learned: neither the cost nor the answers changed in any epoch; large steps have "
    "saturated the neurons, so try a smaller --eta"
)


def introduction(
    network: Network, digits: Data, engine: str, class_weight: str | None = None
) -> str:
    from groundup.engines import fastest

    count = sum(w.size + b.size for w, b in zip(network.w, network.b, strict=True))
    names = list(dict.fromkeys(network.activations))
    words = (
        f"{network.layers}, {' then '.join(names)}, {network.cost} cost: "
        f"{count:,} weights and biases\n"
        f"{len(digits.train.x):,} {noun(digits)} to learn from, {len(digits.validation.x):,} to "
        "validate on"
    )
    if noun(digits) != "digits":
        words += f"\n{meaning(digits.schema)}"
    if class_weight is not None:
        words += "\nevery class counts equally, whatever its share, in validation too"
    if engine == "auto" and fastest() == "numpy":
        words += "\nthe kernel is not built, so NumPy does the work: correct, but slower"
    return words


def meaning(schema: Schema) -> str:
    """What the samples are, and what is asked about them."""
    if schema.regression:
        return f"to predict: {', '.join(schema.targets)}"
    shown = ", ".join(schema.classes[:12])
    more = f", … ({len(schema.classes)} classes)" if len(schema.classes) > 12 else ""
    return f"classes: {shown}{more}"


def rmse(cost: float, schema: Schema | None) -> str:
    """The root of the mean squared error, from a regression's cost: in the target's units where
    there is one target, else in standard deviations."""
    scales = schema.target_scale if schema else ()
    root = math.sqrt(2 * cost / max(len(scales), 1))
    return f"RMSE {root * scales[0]:.4g}" if len(scales) == 1 else f"RMSE {root:.4g} deviations"


def judged(network: Network, digits: Data) -> str:
    """How good it is on samples that it has never seen, beside what one gets without it; of
    MNIST's digits, which everybody knows, only the first."""
    from groundup.baselines import baselines

    words = on_unseen(network, digits.test)
    if noun(digits) == "digits":
        return words
    return f"{words}\n{compared(baselines(network, digits.test, digits.train))}"


def on_unseen(network: Network, samples: Samples) -> str:
    from groundup.evaluation import evaluate, evaluate_regression

    if network.regression:
        found = evaluate_regression(network, samples)
        errors = ", ".join(
            f"{name} {error:.4g}" if len(found.rmse) > 1 else f"{error:.4g}"
            for name, error in zip(found.targets, found.rmse, strict=True)
        )
        r_squared = f"R² {found.r_squared:.3f}"
        return f"test RMSE {errors}, {r_squared}: {found.total:,} rows it had never seen"
    result, what = evaluate(network, samples), noun(samples.schema)
    words = f"test {result.accuracy:.2%}: {result.correct:,} of {result.total:,} {what} it had "
    words += "never seen" + confidence(result.correct, result.total)
    return words if what == "digits" else f"{words}; {averages(result)}"


def line(record: Record, epochs: int, schema: Schema | None = None) -> str:
    words = [
        f"epoch {record.epoch}/{epochs}",
        f"cost {record.cost:{'.4f' if record.cost < 1e4 else '.4g'}}",
    ]
    if record.validation_accuracy is not None:
        words.append(f"validation {record.validation_accuracy:.2%}")
    elif record.validation_cost is not None:
        words.append(f"validation {rmse(record.validation_cost, schema)}")
    return "   ".join([*words, f"{record.seconds:.2f} s"])


def learned_nothing(network: Network) -> bool:
    """Whether all epochs, two at least, ended at one cost, and no better than by guessing."""
    ends = {(f"{e['cost']:.4f}", e["validation_accuracy"]) for e in network.history}
    if len(network.history) < 2 or len(ends) > 1:
        return False
    _, accuracy = ends.pop()
    return accuracy is not None and accuracy < GUESSING
