"""The network that everything else trains, tests, saves and shows."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from groundup import mathematics, randomness, shapes
from groundup.data.samples import (
    as_inputs,
    as_targets,
    check_as_many,
    check_finite,
    check_seen,
)
from groundup.data.schema import Schema
from groundup.errors import UserError
from groundup.formats import exchange, models, sklearn_models
from groundup.formats.contents import DAMAGE
from groundup.vocabulary import hint

COSTS = ("quadratic", "cross-entropy")
INITS = ("scaled", "normal", "he")


class Network:
    """A network of fully connected layers, with or without convolutions before them.

    sizes: neurons in each layer, inputs first: [784, 30, 10], or a string that says the
        same, "784-30-10". If the inputs are a square picture, "28x28" or "32x32x3", the first
        layers may be convolutions: "28x28-20c5p2-100-10" has 20 filters of 5×5 pixels, 2×2
        max-pooling, then 100 neurons (or the list ["28x28", "20c5p2", 100, 10]).
    activations: a name for each layer after the inputs: sigmoid (the default), tanh, relu, linear;
        softmax for the last one.
    cost: "quadratic" or "cross-entropy"; the latter needs sigmoid or softmax outputs.
    init: "scaled" draws weights from N(0, 1)/√n_in, "normal" from N(0, 1), and both biases from
        N(0, 1); "he" draws weights from N(0, 1)/√(n_in/2), biases 0 (He et al. 2015). A neuron of a
        convolution has c·k·k inputs.
    seed: the same seed gives the same weights, on every rung and machine.
    dtype: the type that it computes in, float64 or float32.

    Raises ValueError where these do not fit together.

    `w[l]`, (n_out, n_in) or, for a convolution, (n_out, c, k, k), and `b[l]`, (n_out,), are arrays
    that you may read and write; `sizes` says how many numbers each layer puts out, [784, 2880, 100,
    10]; `history` lists what training recorded, a dict for each epoch; `data` says what it was
    trained on, as `groundup.data.identity` does, or is None; `schema` says what its inputs and
    outputs mean, which it takes over from the first samples that it learns from, or is None. With a
    schema, you give it raw numbers, and a regression's outputs are in the units of its targets.
    """

    def __init__(
        self,
        sizes: str | Sequence[int | str],
        activations: Sequence[str] | None = None,
        cost: str = "quadratic",
        *,
        init: str = "scaled",
        seed: int = 0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        made = shapes.parse(sizes)
        self.sizes = shapes.sizes(made)
        layers = len(made)
        self.activations = _checked_activations(activations or ["sigmoid"] * layers, layers)
        self.cost = _checked_cost(cost, self.activations[layers - 1])
        if init not in INITS:
            near = hint("init", init, INITS)
            raise UserError(f"init must be one of {', '.join(INITS)}, not {init!r}{near}")
        self.w: list[np.ndarray] = []
        self.b: list[np.ndarray] = []
        self.history: list[dict[str, Any]] = []
        self.data: dict[str, Any] | None = None
        self.schema: Schema | None = None
        if np.dtype(dtype) not in (np.float32, np.float64):
            raise UserError(f"dtype must be float32 or float64, not {np.dtype(dtype)}")
        for l, shape in enumerate(made):
            n_in, n_out = shapes.fan_in(shape), shape[0]
            w = np.asarray(randomness.normals(n_out * n_in, seed, "w", l)).reshape(shape)
            b = np.asarray(randomness.normals(n_out, seed, "b", l))
            narrow = {"scaled": math.sqrt(n_in), "normal": 1.0, "he": math.sqrt(n_in / 2)}[init]
            self.w.append((w / narrow).astype(dtype))
            self.b.append((b if init != "he" else np.zeros(n_out)).astype(dtype))

    @property
    def dtype(self) -> np.dtype:
        """The type that it computes in, that of w[0]."""
        return self.w[0].dtype

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """The shapes of w, one for each layer."""
        return [wl.shape for wl in self.w]

    @property
    def layers(self) -> str:
        """Its layers as `Network` takes them: "784-30-10", "28x28-20c5p2-100-10"."""
        return shapes.written(self.shapes)

    @property
    def convolutional(self) -> bool:
        """Whether its first layer is a convolution."""
        return self.w[0].ndim == 4

    @property
    def sees(self) -> tuple[int, ...]:
        """The pictures that its convolutions see, (28, 28) or (32, 32, 3); () without any."""
        return shapes.picture(self.shapes) if self.convolutional else ()

    @property
    def channels(self) -> int:
        """Numbers per pixel of its inputs: 3 for red, green and blue; 1 if there is no picture."""
        if self.convolutional:
            return self.w[0].shape[1]
        return self.schema.shape[2] if self.schema and len(self.schema.shape) == 3 else 1

    def __repr__(self) -> str:
        try:
            said = self.layers if self.convolutional else self.sizes
        except UserError:  # somebody has given it weights that do not fit each other
            said = self.shapes
        return f"Network({said!r}, activations={self.activations}, cost={self.cost!r})"

    def _repr_html_(self) -> str:
        """How a notebook shows it: its layers' weights as pictures, and its curves."""
        from groundup.showing import markup

        schema = self.schema
        shape = schema.shape if schema else shapes.picture(self.shapes)
        count = sum(w.size + b.size for w, b in zip(self.w, self.b, strict=True))
        about = f"{', '.join(self.activations)}; {self.cost} cost; {count:,} weights and biases"
        return markup.block(
            markup.words(f"Network {self.layers}", bold=True),
            markup.words(about),
            markup.words(schema.words()) if schema else "",
            *markup.weights(self.w, shape if schema is None or schema.pixels else ()),
            markup.history(self.history),
        )

    def copy(self) -> Network:
        """A copy with the same weights (in C order) and history, which changes independently."""
        copied = copy.copy(self)
        copied.sizes, copied.activations = list(self.sizes), list(self.activations)
        copied.w = [np.array(wl, self.dtype, order="C") for wl in self.w]
        copied.b = [np.array(bl, self.dtype, order="C") for bl in self.b]
        copied.history = [{**record} for record in self.history]
        return copied

    @property
    def regression(self) -> bool:
        """Whether, by its schema, it predicts numbers, not classes."""
        return self.schema is not None and self.schema.regression

    def feedforward(self, x: ArrayLike) -> np.ndarray:
        """The outputs (n, n_L) for inputs x (n, n_0), or (n_L,) for one sample (n_0,). 8-bit
        pixels are scaled to 0–1; other numbers are standardised where the schema says how, or else
        taken as they are. `groundup.Predictor` is faster for one sample after another."""
        x = as_inputs(x, self.sizes[0], schema=self.schema, sees=self.sees)
        if x.ndim == 1:
            return self.feedforward(x[np.newaxis])[0]
        once = self._samples_at_once
        starts = range(0, max(len(x), 1), once)
        chunks = (self._finite(x[start : start + once], start) for start in starts)
        return self.restored(np.concatenate([self._forward(chunk).a[-1] for chunk in chunks]))

    def predict(self, x: ArrayLike) -> np.ndarray:
        """The label of each sample (n,), which is its largest output; for a regression, the outputs
        themselves, (n,), or (n, n_L) if there are several."""
        outputs = self.feedforward(x)
        if self.regression:
            return outputs if outputs.shape[-1] > 1 else outputs[..., 0]
        return outputs.argmax(axis=-1)

    def predict_names(self, x: ArrayLike) -> np.ndarray:
        """The class of each sample (n,) by its name: "setosa" if the schema has names, else
        "0", "1", …. Raises UserError for a regression."""
        if self.regression:
            raise UserError("expected a classifier, but this network does regression; use predict")
        name = self.schema.name if self.schema else str
        names = np.array([name(label) for label in range(self.sizes[-1])])
        return names[self.predict(x)]

    def feature_maps(self, x: ArrayLike) -> list[np.ndarray]:
        """What each convolution makes of inputs x (n, n_0), as pictures (n, rows, columns, n_out),
        or (rows, columns, n_out) for one sample (n_0,): that of w[l] is a[l+1], pooled and
        activated. Without convolutions, []."""
        x = as_inputs(x, self.sizes[0], schema=self.schema, sees=self.sees)
        if x.ndim == 1:
            return [maps[0] for maps in self.feature_maps(x[np.newaxis])]
        once, sides = self._samples_at_once, shapes.sides(self.shapes)
        starts = range(0, max(len(x), 1), once)
        parts = [self._forward(self._finite(x[i : i + once], i)).a for i in starts]
        return [
            np.concatenate([a[l] for a in parts]).reshape(len(x), side, side, len(self.b[l - 1]))
            for l, side in enumerate(sides)
            if l and side
        ]

    def encoded(self, rows: Any) -> np.ndarray:
        """Rows of a table, a DataFrame, as the numbers (n, n_0) that exported files take: words,
        gaps and dates as the network's schema says. Raises UserError where they do not fit it."""
        return np.atleast_2d(as_inputs(rows, self.sizes[0], schema=self.schema, sees=self.sees))

    def prepared(self, x: np.ndarray) -> np.ndarray:
        """Raw x (n, n_0) as the first layer takes it: floats, or 8-bit pixels, 0 to 255."""
        return self.schema.prepared(x) if self.schema else x

    def restored(self, outputs: np.ndarray) -> np.ndarray:
        """Outputs of the last layer, a regression's in the units of its targets."""
        return self.schema.restored(outputs) if self.schema else outputs

    def measure(self, x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
        """The mean cost over samples x (n, n_0), and the share from 0 to 1 whose largest output
        is the right one; y are labels (n,) or targets (n, n_L). For a regression, the second is R².
        Raises ValueError where they do not fit each other or the network."""
        x, y = self._checked(x, y)
        once = self._samples_at_once
        if self.regression:
            chunks = np.array_split(x, -(-len(x) // once))
            outputs = np.concatenate([self._forward(chunk).a[-1] for chunk in chunks])
            return float(0.5 * np.square(outputs - y).sum(axis=1).mean()), r_squared(outputs, y)
        cost, right = 0.0, 0
        for i in range(0, len(x), once):
            passed, ys = self._forward(x[i : i + once]), y[i : i + once]
            z, a = passed.z[-1], passed.a[-1]
            cost += mathematics.costs(self.cost, self.activations[-1], z, a, ys).sum()
            right += int((a.argmax(axis=1) == ys.argmax(axis=1)).sum())
        return float(cost / len(x)), right / len(x)

    def gradients(self, x: ArrayLike, y: ArrayLike) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """`(dw, db)`, shaped like `w` and `b`: the mean gradient over samples x (n, n_0) with
        labels (n,) or targets (n, n_L). Raises ValueError as `measure` does."""
        x, y = self._checked(x, y)
        return mathematics.backward(self.w, self.activations, self.cost, self._forward(x), y)

    def save(self, path: str | PathLike[str]) -> None:
        """Writes a safetensors file, whole or not at all. Raises ModelError where it cannot, or
        where the ending promises something else."""
        models.check_ending(path)
        models.write_model(path, self.w, self.b, self.description())

    def description(self) -> dict[str, Any]:
        """All that a model file says about it, besides its weights."""
        names = ("sizes", "activations", "cost", "history", *(["data"] if self.data else []))
        known = {name: vars(self)[name] for name in names}
        return known | ({"schema": self.schema.as_dict()} if self.schema else {})

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Network:
        """The network in a file that `save` or `groundup export` wrote: .safetensors, .npz, or
        .json, in which Nielsen's book keeps its networks too. Raises ModelError, which says what is
        wrong with the file, or that the network does not give the known answer in it."""
        w, b, description = READERS.get(Path(path).suffix.lower(), models.read_model)(path)
        try:
            network = cls.__new__(cls)
            network.w, network.b = w, b
            network.sizes = shapes.sizes([wl.shape for wl in w])
            layers = len(w)
            network.activations = _checked_activations(description["activations"], layers)
            network.cost = _checked_cost(description["cost"], network.activations[layers - 1])
            network.schema = _checked_schema(description.get("schema"), network)
        except DAMAGE as error:
            raise models.ModelError(f"{path}: {error}") from None
        network.history = list(description["history"])
        network.data = description.get("data")
        _prove(network, description.get("known"), path)
        return network

    @classmethod
    def from_sklearn(cls, mlp: Any) -> Network:
        """The network of a fitted MLPClassifier or MLPRegressor, scikit-learn's or groundup's,
        alone or with the scalers of a pipeline or of a TransformedTargetRegressor; its schema has
        the classes' names, the features' and the scales. With two classes, each has an output here,
        with the same probabilities. Raises UserError for anything else."""
        w, b, description = sklearn_models.read(mlp)
        network = cls(
            description["sizes"],
            description["activations"],
            description["cost"],
            dtype=w[0].dtype,
        )
        network.w, network.b = w, b
        network.schema = Schema(**description["schema"])
        return network

    @property
    def _samples_at_once(self) -> int:
        """So that 8-bit pixels become floats, and pictures patches, a few at a time."""
        return shapes.samples_at_once(self.shapes)

    def _forward(self, x: np.ndarray) -> mathematics.Passed:
        """Every z[l] and a[l] (n, n_l) of checked, prepared inputs (n, n_0)."""
        a = (x / 255.0 if x.dtype == np.uint8 else x).astype(self.dtype, copy=False)
        return mathematics.forward(self.w, self.b, self.activations, a)

    def _finite(self, x: np.ndarray, first: int = 0) -> np.ndarray:
        """Raw x (n, n_0), prepared. Raises UserError for what is no number of the network's dtype
        then; samples are counted from `first` on."""
        prepared = self.prepared(x)
        check_finite(prepared, self.dtype, "x", first)
        return prepared

    def _checked(self, x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (n, n_0) and targets (n, n_L) from what the caller gave."""
        x = np.atleast_2d(as_inputs(x, self.sizes[0], schema=self.schema, sees=self.sees))
        y = as_targets(y, self.sizes[-1], schema=self.schema)
        check_as_many(x, y)
        if not len(x):
            raise UserError("x: expected at least one sample, got none")
        if self.schema is not None and self.regression:
            y = self.schema.prepared_targets(y)
        return self._finite(x), y


READERS = {".json": exchange.read_json, ".npz": exchange.read_npz}
"""By a file's ending, what reads it."""


def _prove(network: Network, known: Any, path: str | PathLike[str]) -> None:
    """Raises ModelError where a known input has not its known answer."""
    if known is None:
        return
    try:
        x = np.array(known["x"])
        x = x.astype(np.uint8) if network.schema and network.schema.pixels else x
        outputs, expected = network.feedforward(x), np.array(known["outputs"], float)
        tolerance = 1e-4 if network.dtype == np.float32 else 1e-8
        proved = np.allclose(outputs, expected, rtol=tolerance, atol=tolerance)
    except DAMAGE as error:
        raise models.ModelError(f"{path}: its known answer is damaged: {error}") from None
    if not proved:
        raise models.ModelError(
            f"{path}: the model is damaged: its known input has the outputs {outputs!r:.100}, and "
            f"should have {expected!r:.100}; export it again"
        )


def r_squared(outputs: np.ndarray, y: np.ndarray) -> float:
    """How much of the variance of targets y (n, n_L) the outputs explain, 1 for all of it: the mean
    over the targets. A constant target counts as 1 if every output meets it, else as 0."""
    missed = np.square(outputs - y).sum(axis=0)
    spread = np.square(y - y.mean(axis=0)).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(spread > 0, 1 - missed / spread, np.where(missed > 0, 0.0, 1.0))
    return float(shares.mean())


def _checked_schema(written: Any, network: Network) -> Schema | None:
    if written is None:
        return None
    schema, sizes = Schema.from_dict(written), network.sizes
    if schema.inputs != sizes[0] or schema.outputs > sizes[-1]:
        raise UserError(
            f"expected a schema for {sizes[0]} inputs and {sizes[-1]} outputs, got one for "
            f"{schema.inputs} and {schema.outputs}"
        )
    check_seen(schema.shape, network.sees, "schema")
    return schema


def _checked_activations(activations: Sequence[str], layers: int) -> list[str]:
    if isinstance(activations, str) or len(activations) != layers:
        raise UserError(
            f"activations must be {layers} names, one for each layer, not {activations!r}"
        )
    for l, name in enumerate(activations):
        known = (
            mathematics.OUTPUT_ACTIVATIONS if l == layers - 1 else tuple(mathematics.ACTIVATIONS)
        )
        if name not in known:
            near = hint("activation", name, known)
            near = "; softmax is for the last layer only" if name == "softmax" else near
            raise UserError(
                f"the activation of w[{l}] must be one of {', '.join(known)}, not {name!r}{near}"
            )
    return list(activations)


def _checked_cost(cost: str, output: str) -> str:
    if cost not in COSTS:
        near = hint("cost", cost, COSTS)
        raise UserError(f"cost must be one of {', '.join(COSTS)}, not {cost!r}{near}")
    if cost == "cross-entropy" and output not in ("sigmoid", "softmax"):
        raise UserError(f"cross-entropy needs sigmoid or softmax outputs, not {output}")
    if cost == "quadratic" and output == "softmax":
        raise UserError("softmax outputs go with cost='cross-entropy', not 'quadratic'")
    return cost
