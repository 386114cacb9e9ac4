"""Rules about f′: what an error becomes where it goes back through an activation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from groundup.checking.judging.agreement import SAME, multiple, near
from groundup.checking.judging.graph import taken, takes
from groundup.checking.naming.biases import without_bias
from groundup.checking.naming.masks import mask_of
from groundup.checking.naming.singles import facing
from groundup.checking.naming.slips import Slip
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Ids

Candidate = tuple[str, Any]  # a slug, and what would have come
Function = Callable[[Numbers], Numbers]


def sigmoid(z: Numbers) -> Numbers:
    return 1.0 / (1.0 + np.exp(-z))


OF_A: dict[str, Function] = {"sigmoid": lambda a: a * (1.0 - a), "tanh": lambda a: 1.0 - a * a}
ACTIVATIONS: dict[str, Function] = {"sigmoid": sigmoid, "tanh": np.tanh}
TRACES = {"tanh": "tanh", "relu": "maximum where greater", "sigmoid": "exp"}  # on a tape


class Bend:
    """An activation between two layers: z and a by id, and f′(z) in numbers. Which function it is
    shows in these."""

    def __init__(self, slip: Slip, z: Ids, a: Ids):
        prints = slip.role.places.prints.forward if slip.role else np.zeros(0)
        members = [one for one in slip.strand if is_same_slope(prints, one, slip.of)]
        self.z_ids, self.a_ids = (members[-1] if members else z), a
        values = slip.turn.values
        self.z, self.a = values[self.z_ids], values[a]
        self.bare = values[without_bias(slip.turn, self.z_ids)]
        with np.errstate(all="ignore"):
            self.slope = (prints[a] / prints[slip.of]).real
        self.kind = self.known()

    def known(self) -> str:
        for kind, form in OF_A.items():
            if close(self.slope, form(self.a)) and not close(self.slope, np.ones(1)):
                return kind
        levels = np.unique(np.round(self.slope, 9))
        if np.isin(levels, (0.0, 1.0)).all() and close(self.a, self.z * self.slope):
            return "relu" if levels.size == 2 else ""
        if levels.size == 2 and 1.0 in levels and close(self.a, self.z * self.slope):
            return "leaky-relu"
        return ""

    def derivative(self, x: Numbers, kind: str = "") -> Numbers:
        """f′(x)."""
        kind = kind or self.kind
        if kind in OF_A:
            return OF_A[kind](ACTIVATIONS[kind](x))
        low = float(self.slope.min()) if kind == "leaky-relu" else 0.0
        return np.where(x > 0, 1.0, low) if kind else np.full(x.shape, np.nan)


def is_same_slope(prints: Numbers, one: Ids, of: Ids) -> bool:
    with np.errstate(all="ignore"):
        return close((prints[one] / prints[of]).real, np.ones(1))


def close(one: Numbers, other: Numbers) -> bool:
    with np.errstate(all="ignore"):
        return bool(np.abs(one - other).max(initial=0.0) <= SAME)


def bend_of(slip: Slip) -> Bend | None:
    """That which a slip is about; None where there is none."""
    depth, here = slip.turn.depth, slip.layer + 1
    above = [x for x in slip.strand if x.max() > slip.of.max() and depth[x].max() == here]
    if slip.last:
        above = [one for one in above if slip.turn.targets.keys() >= set(one.tolist())]
    bends = [Bend(slip, slip.of, one) for one in above[-1:]]
    return next((one for one in bends if not close(one.slope, one.slope[:1])), None)


def candidates(slip: Slip) -> Iterator[Candidate]:
    bend = bend_of(slip)
    if not slip.role or not is_weighted(slip):
        return
    if bend is None:
        yield from too_often(slip)
        return
    above, mask = slip.pulled.used[bend.a_ids], mask_of(slip.turn, bend.a_ids)
    if mask is not None:
        with np.errstate(all="ignore"):
            rest = np.where(mask == 0.0, np.nan, bend.slope / mask)
        yield from masked(above, mask, rest)
        return
    some = bend.kind == "relu" and slip.masked  # by something else
    for slug, slope in slopes(slip, bend, above):
        if not (some and np.all(slope == 1.0) and "masked" not in slug):
            yield slug, above * slope


def is_weighted(slip: Slip) -> bool:
    """Whether parameters are in what the activation gets, so that it is one."""
    maker = slip.turn.tape.maker
    made = [one for ids in slip.strand if (one := maker(ids.min()))]
    before = map(maker, taken(made[:1]))
    return any(takes(slip.turn.old, one) for one in (*made, *before) if one)


def slopes(slip: Slip, bend: Bend, above: Numbers) -> Iterator[Candidate]:
    """What could be taken for f′(z), beside f′(z)."""
    kind, s, a, z = bend.kind, bend.slope, bend.a, bend.z
    crossed = slip.last and is_crossed(slip, bend)  # a cost whose error is a - y already
    if not crossed:
        yield ("output" if slip.last else "hidden") + "-derivative-missing", np.ones(s.shape)
    if kind == "relu":
        yield "relu-derivative-one", np.ones(s.shape)
        yield "relu-masked-by-the-error", above > 0
        yield "relu-masked-by-the-error-too", (above > 0) * s
    if kind == "leaky-relu":
        yield "leaky-slope-dropped", np.round(s, 9) == 1.0
    if kind != "relu":
        twice = "output-derivative-twice" if slip.last else "hidden-derivative-twice"
        yield "output-derivative-kept" if crossed else twice, s * s
    yield "function-for-its-derivative", a
    where = "output" if slip.last else "hidden"
    if kind in OF_A:
        yield f"{where}-derivative-of-activation", bend.derivative(a)
    if kind == "sigmoid":
        yield "half-of-the-derivative", 1.0 - a
        yield f"{where}-derivative-form-for-a-given-z", z * (1.0 - z)
    if kind == "tanh":
        yield "tanh-derivative-without-square", 1.0 - a
        yield "tanh-derivative-of-z", 1.0 - z * z
    yield "kept-z-without-bias", bend.derivative(bend.bare)
    yield from averaged(slip, bend)
    yield from of_neighbours(slip, bend)


def too_often(slip: Slip) -> Iterator[Candidate]:
    """An error that has gone through the activation already, and goes through it once more."""
    prints = slip.role.places.prints.forward if slip.role else np.zeros(0)
    with np.errstate(all="ignore"):
        slope = (prints[slip.of] / prints[slip.strand[0]]).real
    if not close(slope, slope[:1]):
        crossed = slip.last and is_error(slip.expected * slope, slip.turn.errors(slip.of))
        where = "output" if slip.last else "hidden"
        yield (
            "output-derivative-kept" if crossed else f"{where}-derivative-twice",
            (slip.expected * slope),
        )


def masked(above: Numbers, mask: Numbers, rest: Numbers) -> Iterator[Candidate]:
    """Without dropout's mask, of which the numbers that it lets through are enough."""
    known = np.isfinite(rest)
    yield "dropout-mask-not-scaled-backwards", np.where(known, above * rest, 0.0)
    if close(rest[known], rest[known][:1]):
        yield "dropout-mask-missing-backwards", above * rest[known][0]


def is_crossed(slip: Slip, bend: Bend) -> bool:
    return is_error(slip.expected, slip.turn.errors(bend.a_ids))


def is_error(expected: Numbers, errors: Numbers) -> bool:
    """Whether what should come is the error itself. A single number is a multiple of any other: it
    is the error by a number of samples."""
    found = multiple(expected, errors)
    times = max(abs(found.factor), 1 / abs(found.factor)) if found.factor else 0.0
    return found.holds and (expected.size > 1 or near(times, round(times)))


def averaged(slip: Slip, bend: Bend) -> Iterator[Candidate]:
    samples, shape = slip.turn.samples, slip.shape
    order = np.argsort(np.argsort(slip.of))
    array = bend.slope[np.argsort(slip.of)].reshape(shape)
    for axis in (k for k in range(len(shape)) if shape[k] == samples and array.ndim == 2):
        mean = np.broadcast_to(array.mean(axis=axis, keepdims=True), shape)
        if np.ptp(mean):  # of one neuron it is one number, as if there were none
            yield "derivative-averaged-over-the-batch", mean.ravel()[order]


def of_neighbours(slip: Slip, bend: Bend) -> Iterator[Candidate]:
    """f′ at the z of the next layers, and the f′ that those have at this z."""
    turn = slip.turn
    below = "below" if slip.layer else "below-or-the-last"  # by an index of -1
    for side, depth in (("above", slip.layer + 2), (below, slip.layer or turn.layers)):
        there = [one for one in turn.forward_blocks if turn.depth[one.ids[0]] == depth]
        for block in there:
            ids = facing(turn, slip.of, block)
            if ids is not None and bend.kind:
                yield f"z-of-the-layer-{side}", bend.derivative(turn.values[ids])
        kinds = {made.kind for block in there for made in block.operations[:1]}
        side = side.partition("-")[0]
        for kind, traces in TRACES.items():
            alike = kind == bend.kind or (kind, bend.kind) == ("relu", "leaky-relu")
            if not alike and kinds & set(traces.split()):
                yield f"derivative-of-the-activation-{side}", bend.derivative(bend.z, kind)
                if kind in OF_A:
                    yield f"derivative-of-the-activation-{side}-of-a", OF_A[kind](bend.a)
