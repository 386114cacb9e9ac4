"""The rung that convolves: held against loops that take the definition at its word."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pytest

from groundup.rungs import batches, convolution
from groundup.vectors.agreement import disagreement

Picture = dict[tuple[int, int, int], float]  # by row, column, channel


class Shape(NamedTuple):
    """A network by its inputs and layers, each (n_out, k), or (n_out, 0) if it is dense."""

    side: int
    channels: int
    layers: Sequence[tuple[int, int]]
    activations: Sequence[str]


SHAPES = {
    "two that convolve": Shape(
        14, 1, [(3, 3), (2, 3), (5, 0), (3, 0)], ["tanh", "tanh", "sigmoid", "sigmoid"]
    ),
    "colour": Shape(8, 3, [(4, 3), (3, 0)], ["sigmoid", "linear"]),
    "relu": Shape(10, 2, [(3, 3), (3, 3), (4, 0), (2, 0)], ["relu", "relu", "relu", "sigmoid"]),
    "filters of one pixel": Shape(4, 2, [(3, 1), (2, 0)], ["tanh", "sigmoid"]),
    "a filter nearly as large as the picture": Shape(6, 1, [(2, 5), (2, 0)], ["tanh", "tanh"]),
}
SLOPES = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "linear": lambda z: z,
}


def parameters(shape: Shape, seed: int = 0) -> tuple[list[np.ndarray], list[np.ndarray]]:
    rng, side, channels, w, b = np.random.default_rng(seed), shape.side, shape.channels, [], []
    n_in = side * side * channels
    for n_out, k in shape.layers:
        axes = (n_out, channels, k, k) if k else (n_out, n_in)
        w.append(rng.normal(size=axes) / math.sqrt(math.prod(axes[1:])))
        b.append(rng.normal(size=n_out) / 3)
        side, channels = (side - k + 1) // 2, n_out
        n_in = side * side * channels if k else n_out
    return w, b


def samples(shape: Shape, m: int = 3, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    n_in, n_out = shape.side * shape.side * shape.channels, shape.layers[-1][0]
    return rng.random((m, n_in)), rng.random((m, n_out))


def built(shape: Shape, **more: Any) -> convolution.Network:
    return convolution.build(*parameters(shape), list(shape.activations), **more)


# The definition, as loops over single numbers.


def picture(flat: Sequence[float], channels: int) -> Picture:
    side = math.isqrt(len(flat) // channels)
    places = itertools.product(range(side), range(side), range(channels))
    return dict(zip(places, map(float, flat), strict=True))


def convolved(a: Picture, w: np.ndarray, b: np.ndarray, side: int) -> Picture:
    """Every weighted sum, by its place and neuron."""
    n_out, channels, k, _ = w.shape
    sums = {}
    for row, column in itertools.product(range(side - k + 1), repeat=2):
        for j in range(n_out):
            sums[row, column, j] = float(b[j])
            for c, i, o in itertools.product(range(channels), range(k), range(k)):
                sums[row, column, j] += float(w[j, c, i, o]) * a[row + i, column + o, c]
    return sums


def winners(z: Picture, half: int, n_out: int) -> dict[tuple[int, int, int], tuple[int, int, int]]:
    """By the place after pooling, the place before it that is the largest of its four."""
    found = {}
    for row, column, j in itertools.product(range(half), range(half), range(n_out)):
        four = [(2 * row + i, 2 * column + o, j) for i in (0, 1) for o in (0, 1)]
        found[row, column, j] = max(four, key=z.__getitem__)  # the first of several
    return found


def slope(name: str, z: float) -> float:
    a = SLOPES[name](z)
    return {"sigmoid": a * (1 - a), "tanh": 1 - a * a, "relu": float(z > 0), "linear": 1.0}[name]


def by_loops(shape: Shape, x: np.ndarray, y: np.ndarray) -> tuple[list, list, list]:
    """`(dw, db, outputs)` of one sample: each weight's slope is summed wherever it is used."""
    (w, b), side, channels = parameters(shape), shape.side, shape.channels
    a, kept = list(map(float, x)), []
    for l, (n_out, k) in enumerate(shape.layers):
        f = SLOPES[shape.activations[l]]
        if k:
            pixels, half = picture(a, channels), (side - k + 1) // 2
            z = convolved(pixels, w[l], b[l], side)
            largest = winners(z, half, n_out)
            kept.append((pixels, z, largest))
            a, side, channels = [f(z[place]) for place in largest.values()], half, n_out
        else:
            z = [
                float(b[l][j]) + sum(map(float.__mul__, w[l][j].tolist(), a)) for j in range(n_out)
            ]
            kept.append((a, z, None))
            a = [f(zj) for zj in z]
    outputs = a
    error = [aj - float(yj) for aj, yj in zip(a, y, strict=True)]
    dw, db = [np.zeros_like(wl) for wl in w], [np.zeros_like(bl) for bl in b]
    for l in reversed(range(len(w))):
        name, (below, z, largest) = shape.activations[l], kept[l]
        if largest is None:
            delta = [e * slope(name, zj) for e, zj in zip(error, z, strict=True)]
            db[l][:] = delta
            dw[l][:] = [[d * ai for ai in below] for d in delta]
            error = [
                sum(d * float(w[l][j, i]) for j, d in enumerate(delta)) for i in range(len(below))
            ]
            continue
        errors = dict.fromkeys(below, 0.0)
        for e, (row, column, j) in zip(error, largest.values(), strict=True):
            delta = e * slope(name, z[row, column, j])
            db[l][j] += delta
            for c, i, o in np.ndindex(*w[l].shape[1:]):
                dw[l][j, c, i, o] += delta * below[row + i, column + o, c]
                errors[row + i, column + o, c] += delta * float(w[l][j, c, i, o])
        error = list(errors.values())
    return dw, db, outputs


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_it_gives_what_loops_give(shape: Shape) -> None:
    xs, ys = samples(shape)
    network = built(shape)
    for x, y in zip(xs, ys, strict=True):
        known_dw, known_db, outputs = by_loops(shape, x, y)
        assert disagreement(outputs, convolution.feedforward(network, x)) <= 1e-12
        dw, db = convolution.backprop(network, x, y)
        for known, came in zip(known_dw + known_db, dw + db, strict=True):
            assert disagreement(known, came) <= 1e-12


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_batch_is_the_mean_of_its_samples(shape: Shape) -> None:
    xs, ys = samples(shape, 4)
    network = built(shape)
    singles = [convolution.backprop(network, x, y) for x, y in zip(xs, ys, strict=True)]
    for which, arrays in enumerate(convolution.gradients(network, xs, ys)):
        for l, array in enumerate(arrays):
            mean = np.mean([single[which][l] for single in singles], axis=0)
            assert disagreement(mean, array) <= 1e-12
    outputs = convolution.feedforward(network, xs)
    assert disagreement([convolution.feedforward(network, x) for x in xs], outputs) <= 1e-12


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_gradients_are_the_slopes_of_the_cost(shape: Shape) -> None:
    """Central differences of every single weight, which know nothing of backprop."""
    xs, ys = samples(shape)
    network, h = built(shape), 1e-5
    gradients = convolution.gradients(network, xs, ys)

    def cost() -> float:
        outputs = convolution.feedforward(network, xs)
        return float(0.5 * np.square(outputs - ys).sum(axis=1).mean())

    for arrays, slopes in zip((network.w, network.b), gradients, strict=True):
        for array, known in zip(arrays, slopes, strict=True):
            measured = np.zeros_like(array)
            for place in np.ndindex(array.shape):
                before = array[place]
                array[place] = before + h
                high = cost()
                array[place] = before - h
                measured[place] = (high - cost()) / (2 * h)
                array[place] = before
            assert disagreement(measured, known) <= 1e-7


def test_what_is_dense_has_the_bits_of_batches() -> None:
    rng = np.random.default_rng(0)
    w, b = [rng.normal(size=(5, 7)), rng.normal(size=(3, 5))], [rng.normal(size=5), np.ones(3)]
    xs, ys = rng.random((6, 7)), rng.random((6, 3))
    for dtype in (np.float64, np.float32):
        ours = convolution.build(w, b, ["tanh", "sigmoid"], dtype)
        theirs = batches.build(w, b, ["tanh", "sigmoid"], dtype)
        for one, other in zip(
            convolution.gradients(ours, xs, ys), batches.gradients(theirs, xs, ys), strict=True
        ):
            assert all(np.array_equal(*pair) for pair in zip(one, other, strict=True))
        for x in (xs, xs[:1]):
            outputs = batches.feedforward(theirs, x)
            assert np.array_equal(convolution.feedforward(ours, x), outputs)


def test_a_filter_is_not_flipped() -> None:
    """It is laid upon the picture as it is written: w[0, 0, 0, 0] meets the upper left pixel."""
    w = np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])
    xs = np.arange(1.0, 10.0).reshape(1, 9)
    sums = convolution.see(xs, w) @ convolution.rows(w).T
    assert sums.ravel().tolist() == [5421.0, 6532.0, 8754.0, 9865.0]


def test_a_colour_pictures_channels_lie_beside_each_other() -> None:
    w = np.array([[[[1.0]], [[10.0]], [[100.0]]]])
    xs = np.array([[1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3]])  # 2 by 2 by 3
    sums = convolution.see(xs, w) @ convolution.rows(w).T
    assert sums.ravel().tolist() == [321.0, 654.0, 987.0, 321.0]


def test_pooling_keeps_the_largest_of_each_four() -> None:
    w = np.zeros((2, 1, 1, 1))
    z = np.array([[row * 4.0 + column, -row] for row in range(4) for column in range(4)])
    assert convolution.pool(z, w, 1).tolist() == [[5, 0, 7, 0, 13, -2, 15, -2]]


def test_all_of_the_error_goes_to_the_largest_the_first_of_several() -> None:
    w = np.zeros((1, 1, 1, 1))
    z = np.array([[1.0, 5, 7, 7], [4, 5, 7, 0], [0, 0, 9, 1], [0, 0, 2, 3]]).reshape(16, 1)
    errors = convolution.unpool(np.array([[10.0, 20.0, 30.0, 40.0]]), z, w)
    expected = [[0, 10, 20, 0], [0, 0, 0, 0], [30, 0, 40, 0], [0, 0, 0, 0]]
    assert errors.reshape(4, 4).tolist() == expected


def test_errors_of_patches_add_up_on_the_pixels_they_share() -> None:
    w, a = np.zeros((1, 1, 2, 2)), np.zeros((1, 9))
    errors = convolution.overlay(np.ones((4, 4)), a, w)
    assert errors.reshape(3, 3).tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_a_step_goes_against_the_gradient_and_leaves_the_network_as_it_was() -> None:
    shape = SHAPES["colour"]
    xs, ys = samples(shape)
    network = built(shape)
    before = convolution.parameters(network)
    dw, db = convolution.gradients(network, xs, ys)
    stepped = convolution.train_batch(network, xs, ys, 0.3)
    assert convolution.parameters(network) == before
    for l in range(2):
        assert np.array_equal(stepped.w[l], network.w[l] - 0.3 * dw[l])
        assert np.array_equal(stepped.b[l], network.b[l] - 0.3 * db[l])
    assert convolution.parameters(convolution.build(*before)) == before


def test_it_computes_in_float32_where_it_is_told_to() -> None:
    shape = SHAPES["relu"]
    xs, ys = samples(shape)
    exact, rough = (convolution.gradients(built(shape, dtype=d), xs, ys) for d in ("f8", "f4"))
    for one, other in zip(exact[0] + exact[1], rough[0] + rough[1], strict=True):
        assert other.dtype == np.float32
        assert disagreement(one, other) < 1e-4


def bars() -> tuple[np.ndarray, np.ndarray]:
    """Pictures of 8 by 8 with a bar of three pixels that lies (1) or stands (0), at all places."""
    xs, ys = [], []
    for row, column, lies in itertools.product(range(8), range(6), (True, False)):
        picture = np.zeros((8, 8))
        picture[row, column : column + 3] = 1.0
        xs.append((picture if lies else picture.T).ravel())
        ys.append([float(lies)])
    return np.array(xs), np.array(ys)


def test_it_knows_at_other_places_what_it_learned_at_some() -> None:
    """A dense network, which learned the same bars as well, guesses there."""
    xs, ys = bars()
    order = np.random.default_rng(0).permutation(len(xs))
    seen, unseen = order[:40], order[40:]
    right = {}
    for rung, shapes in ((convolution, [(8, 1, 3, 3), (1, 72)]), (batches, [(64, 64), (1, 64)])):
        rng = np.random.default_rng(0)
        w = [rng.normal(size=axes) / math.sqrt(math.prod(axes[1:])) for axes in shapes]
        network = rung.build(w, [np.zeros(len(wl)) for wl in w], ["tanh", "sigmoid"])
        for _ in range(400):
            network = rung.train_batch(network, xs[seen], ys[seen], 1.0)
        says = rung.feedforward(network, xs) > 0.5
        assert np.array_equal(says[seen], ys[seen] > 0.5)
        right[rung] = (says == (ys > 0.5))[unseen].mean()
    assert right[convolution] > 0.7
    assert right[batches] < 0.5


@pytest.mark.parametrize(
    ("side", "k", "said"),
    [
        (6, 2, "expected an even number of places a side to pool, got 5"),
        (4, 5, "window shape cannot be larger"),
    ],
)
def test_what_cannot_be_pooled_or_seen_is_refused(side: int, k: int, said: str) -> None:
    network = convolution.build([np.zeros((16, 1, k, k)), np.zeros((1, 64))], [np.zeros(16), [0.0]])
    with pytest.raises(ValueError, match=said):
        convolution.feedforward(network, np.zeros(side * side))


@pytest.mark.parametrize("n_in", [63, 65, 128])
def test_a_picture_that_is_not_square_is_refused(n_in: int) -> None:
    network = convolution.build([np.zeros((1, 1, 3, 3)), np.zeros((1, 9))], [[0.0], [0.0]])
    assert convolution.feedforward(network, np.zeros(64)).shape == (1,)
    with pytest.raises(ValueError, match=f"expected rows of side·side·1 numbers, got {n_in}"):
        convolution.feedforward(network, np.zeros(n_in))


def test_pictures_that_lack_a_channel_are_refused() -> None:
    network = convolution.build([np.zeros((1, 3, 3, 3)), np.zeros((1, 9))], [[0.0], [0.0]])
    with pytest.raises(ValueError, match="expected rows of side·side·3 numbers, got 64"):
        convolution.feedforward(network, np.zeros(64))


def test_no_pictures_or_wrong_targets_are_refused() -> None:
    network = convolution.build([np.zeros((1, 1, 3, 3)), np.zeros((1, 9))], [[0.0], [0.0]])
    with pytest.raises(ValueError, match="reshape"):
        convolution.gradients(network, np.zeros((0, 64)), np.zeros((0, 1)))
    with pytest.raises(ValueError, match="targets must have shape"):
        convolution.gradients(network, np.zeros((2, 64)), np.zeros((1, 1)))
