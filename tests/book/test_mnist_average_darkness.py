"""A digit is read by how dark it is, as often as the book says."""

from __future__ import annotations

import numpy as np

from groundup.book import mnist_average_darkness
from groundup.book.mnist_average_darkness import avg_darknesses, guess_digit


def test_it_reads_as_many_as_in_the_book(capsys) -> None:
    mnist_average_darkness.main()
    first, second = capsys.readouterr().out.splitlines()
    assert first == "Baseline classifier using average darkness of image."
    assert second == "2225 of 10000 values correct."


def test_the_nearest_average_is_the_guess() -> None:
    images = np.array([[0.1, 0.1], [0.3, 0.1], [0.9, 0.8]], np.float32)
    averages = avg_darknesses((images, np.array([1, 1, 8])))
    assert averages.keys() == {1, 8}
    np.testing.assert_allclose([averages[1], averages[8]], [0.3, 1.7], rtol=1e-6)
    assert guess_digit(np.array([0.5, 0.4]), averages) == 1
    assert guess_digit(np.array([0.5, 0.6]), averages) == 8
