"""The proof's own ground: its correct networks are correct, its planted mistakes are mistakes."""

from __future__ import annotations

import copy
import itertools

import numpy as np
import pytest

from bench.checking import truth
from bench.checking.conventions import CONVENTIONS
from bench.checking.judging import pair
from bench.checking.oracle import ETA, Network, answers, network
from bench.checking.plants import PLANTS
from bench.checking.variants import VARIANTS, correct, replace

ALL = [(style, variant) for style, variants in VARIANTS.items() for variant in variants]
WITH_COST = [(s, v) for s, v in ALL if v not in ("one-pass", "dropout")]
NUMBERS = sorted({*range(1, 65)} - {39})  # 39 is not a mistake

# Where a style cannot have a mistake; its gradients module says why.
CANNOT = {
    13: {"book", "lists"},
    29: {"book"},
    34: {"book"},
    43: {"book"},
}


@pytest.mark.parametrize(("style", "variant"), WITH_COST)
def test_correct_gradients_are_finite_differences_of_the_own_cost(style: str, variant: str) -> None:
    chosen, source = VARIANTS[style][variant], correct(style, variant)
    given = network("narrow" if chosen.outputs == 1 else "lopsided", masks=False)
    found = answers(source, style, chosen, given)
    in_step = style == "book" and variant == "l2"  # as in the book's second network

    for l, w in enumerate(given.w):
        for j, i in ((0, 0), (len(w) - 1, 1)):
            slope = difference(source, style, variant, given, l, (j, i))
            wanted = float(found["dw 0", l][j, i]) + in_step * chosen.l2 * w[j, i]
            assert wanted == pytest.approx(slope, rel=1e-5, abs=1e-9)
            stepped = found[f"step w {l}", None][j, i]
            assert stepped == pytest.approx(w[j, i] - ETA * slope, rel=1e-5, abs=1e-9)
        slope = difference(source, style, variant, given, l, (0,))
        assert found["db 0", l].ravel()[0] == pytest.approx(slope, rel=1e-5, abs=1e-9)


def difference(
    source: str, style: str, variant: str, given: Network, l: int, place: tuple[int, ...]
) -> float:
    """Central difference of the first batch's cost, by one weight (j, i) or one bias (j,)."""
    costs = []
    for move in (1e-5, -1e-5):
        moved = copy.deepcopy(given)
        (moved.w if len(place) == 2 else moved.b)[l][place] += move
        costs.append(float(answers(source, style, VARIANTS[style][variant], moved)["cost 0", None]))
    return (costs[0] - costs[1]) / 2e-5


@pytest.mark.parametrize("variant", VARIANTS["book"])
def test_the_styles_agree(variant: str) -> None:
    for name in ("lopsided", "square"):
        book, lists, numpy = (truth.run(s, variant, name) for s in VARIANTS)
        assert not isinstance(book, str)
        assert not isinstance(lists, str)
        assert not isinstance(numpy, str)
        for place, wanted in lists.items():
            drawn = variant == "dropout" and place[0].startswith("step")  # masks of their own
            if not (place[0].startswith(("sigma", "inputs")) or drawn):
                for other in (book, numpy):
                    if not (variant == "l2" and place[0].startswith("dw") and other is book):
                        np.testing.assert_allclose(other[place], wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("style", VARIANTS)
def test_what_shows_differs_from_the_correct_code_and_nothing_else_does(style: str) -> None:
    for plant in PLANTS:
        if plant.style == style:
            assert truth.visible(plant) == plant.shows, plant.name


def test_every_mistake_is_planted_in_every_style_that_can_have_it() -> None:
    for number, style in itertools.product(NUMBERS, VARIANTS):
        planted = any((p.number, p.style) == (number, style) for p in PLANTS)
        assert planted == (style not in CANNOT.get(number, ())), (number, style)


def test_names_tell_the_planted_files_apart() -> None:
    names = [each.name for each in (*PLANTS, *CONVENTIONS)]
    assert len(set(names)) == len(names)


def test_conventions_are_no_copies_of_the_correct_file() -> None:
    sources = [each.source() for each in CONVENTIONS]
    assert len(set(sources)) == len(sources)


def test_mistakes_confined_to_a_layer_leave_the_layers_above_it_alone() -> None:
    confined = [p for p in PLANTS if p.layer is not None and p.variant == "sigmoid"]
    assert {plant.number for plant in confined} >= {14, 15, 16, 17, 18, 23, 33, 40, 45}
    for plant in confined:
        wrong = truth.wrong_places(plant, "even")
        assert not isinstance(wrong, str), plant.name
        layers = {layer for _, layer in wrong if layer is not None}
        assert max(layers) == plant.layer, plant.name


def test_a_line_must_be_there_exactly_once() -> None:
    assert replace("a\n  b\nc", [("b", "x\ny")]) == "a\n  x\n  y\nc"
    assert replace("a\n  b\nc", [("b", "")]) == "a\nc"
    for text in ("a\nc", "b\nb"):
        with pytest.raises(ValueError, match="exactly once"):
            replace(text, [("b", "x")])


def test_pairs_share_no_line_and_a_file_has_both() -> None:
    by_name = {plant.name: plant for plant in PLANTS}
    output, hidden = by_name["01-book-sigmoid"], by_name["14-book-sigmoid"]
    found = pair(output, hidden)
    assert found is not None
    assert found.first_wrong == ("dw", 2)
    assert pair(output, output) is None
    turned = pair(by_name["45-numpy-batch-sigmoid"], by_name["14-numpy-batch-sigmoid-layer-1"])
    assert turned is not None
    assert turned.first_wrong == ("db", 2)  # a layer after the other
    slope = pair(by_name["26-numpy-batch-relu-σ′"], by_name["25-numpy-batch-relu"])
    assert slope is not None
    assert slope.first_wrong == ("delta", 1)  # where it is used first
    assert pair(hidden, by_name["16-book-sigmoid"]) is None  # the same line
