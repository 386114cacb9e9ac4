"""What older programs ask of NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.loading.numpy_names import of_iterators

ROWS = [np.arange(3.0), np.ones(3)]


@pytest.mark.parametrize("stack", [np.hstack, np.vstack, np.stack])
def test_arrays_come_one_after_the_other_or_in_a_list(stack) -> None:
    right = stack(ROWS)
    assert of_iterators(stack)(iter(ROWS)).tolist() == right.tolist()
    assert of_iterators(stack)(ROWS).tolist() == right.tolist()
