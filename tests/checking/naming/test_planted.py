"""Mistakes planted in whole programs, by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.checking.planting import Plant
from bench.checking.plants import PLANTS
from groundup.checking.calling.attempts import traced
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.loading.targets import parse
from groundup.checking.naming.naming import named
from groundup.checking.reference.catalogue import by_slug
from groundup.checking.request import declare

# By number, style, and variety: of each kind that took a thought of its own.
CHOSEN = [
    (7, "book", ""),
    (23, "numpy-batch", "normalised"),
    (36, "lists", ""),
    (57, "lists", "missing"),
    (57, "book", "not scaled"),
    (63, "book", "int"),
    (63, "numpy-batch", "int"),
    (64, "lists", "wrong array"),
]
SOME = {(one.number, one.style, one.what): one for one in PLANTS}
NAMED = {one.name: one for one in PLANTS}
TOGETHER = [
    ("37-lists-relu", ""),  # whose only right layer, between two, says how far the steps go
    ("46-lists-sigmoid-layer-0", "05-lists-sigmoid"),  # whose other samples move no bias
]


@pytest.mark.parametrize("plant", [SOME[key] for key in CHOSEN], ids=lambda plant: plant.name)
def test_what_was_planted_is_named_in_all_its_layers(tmp_path: Path, plant: Plant) -> None:
    assert numbers_of(tmp_path, plant) == {plant.number}


@pytest.mark.parametrize(("first", "second"), TOGETHER)
def test_mistakes_together_have_each_its_own_name(tmp_path: Path, first: str, second: str) -> None:
    one, others = NAMED[first], [NAMED[second]] if second else []
    lines = sum((x.replacements for x in others), one.replacements)
    both = Plant(one.number, one.style, one.variant, lines)
    assert numbers_of(tmp_path, both) - {0} == {x.number for x in (one, *others)}


def numbers_of(folder: Path, plant: Plant) -> set[int]:
    file, chosen = folder / "net.py", plant.settings
    file.write_text(plant.source())
    run = traced(parse(str(file)), enough=enough)
    declared = declare(chosen.cost, chosen.activation, chosen.l2)
    verdict = named(judge(run.tape, run.held, (), declared, run.handed))
    return {by_slug(one.slug).number if one.slug else 0 for one in verdict.wrong}
