"""Which of a network's arrays are its weights, by their names."""

from __future__ import annotations

import pytest

from groundup.checking.reading.watching.programs.instances import is_no_weight
from groundup.checking.reading.watching.recording.state import Place


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["weights", "output"], False),
        (["biases", "output"], True),
        (["W"], False),
        (["layer", "output"], True),
    ],
)
def test_a_layer_in_a_dictionary_is_what_the_dictionary_is(
    names: list[str], expected: bool
) -> None:
    place: Place = (("name", "network"), ("attribute", names[0]), *(("item", n) for n in names[1:]))
    assert is_no_weight(place) == expected
