"""The book's order of numbers becomes an engine's, and back again."""

from __future__ import annotations

import numpy as np

from groundup.book import channels

PICTURE = (2, 3, 3)  # channels, rows, columns


def test_the_channels_of_a_pixel_come_to_stand_side_by_side() -> None:
    x = np.arange(2 * 18).reshape(2, 18)
    found = channels.pixels(x, PICTURE)
    for sample, c, r, s in np.ndindex(2, *PICTURE):
        assert found[sample, (r * 3 + s) * 2 + c] == x[sample, c * 9 + r * 3 + s]
    assert (channels.pixels(x, (1, 3, 6)) == x).all()


def test_weights_are_turned_over_and_their_inputs_put_in_the_pictures_order() -> None:
    w = np.arange(18 * 4).reshape(18, 4)
    found = channels.to_engine(w, PICTURE)
    assert (found.shape, found.flags.c_contiguous) == ((4, 18), True)
    for out, c, r, s in np.ndindex(4, *PICTURE):
        assert found[out, (r * 3 + s) * 2 + c] == w[c * 9 + r * 3 + s, out]
    assert (channels.from_engine(found, PICTURE) == w).all()
    assert (channels.to_engine(w) == w.T).all()
    assert (channels.from_engine(w.T) == w).all()


def test_a_neuron_sees_the_same_in_both_orders() -> None:
    chance = np.random.default_rng(0)
    x, w = chance.normal(size=(5, 18)), chance.normal(size=(18, 4))
    ours = channels.pixels(x, PICTURE) @ channels.to_engine(w, PICTURE).T
    np.testing.assert_allclose(ours, x @ w, rtol=0, atol=1e-12)


def test_filters_are_turned_by_half_a_turn() -> None:
    w = np.arange(2 * 3 * 9).reshape(2, 3, 3, 3)
    assert channels.turned(w)[1, 2].tolist() == [row[::-1] for row in w[1, 2].tolist()[::-1]]
    assert (channels.turned(channels.turned(w)) == w).all()
