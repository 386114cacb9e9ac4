"""Right, and NaN where weights are large."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.checking.planting import Plant
from bench.checking.plants import PLANTS
from bench.checking.variants import VARIANTS, correct
from groundup.checking.calling.attempts import traced
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.steep import Steep, steep
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading.targets import parse
from groundup.checking.model.answers import REMEDIES
from groundup.checking.request import declare

UNSTABLE = [one for one in PLANTS if one.number == 59]


def first_nan(folder: Path, text: str, style: str, variant: str) -> Steep | None:
    file, chosen = folder / "net.py", VARIANTS[style][variant]
    file.write_text(text)
    run = traced(parse(str(file)), enough=enough)
    verdict = judge(
        run.tape, run.held, (), declare(chosen.cost, chosen.activation, chosen.l2), run.handed
    )
    assert verdict.word is Word.RIGHT
    return steep(verdict.basis.flow)


@pytest.mark.parametrize("plant", UNSTABLE, ids=lambda plant: plant.name)
def test_the_first_statement_that_gives_nan_is_told(tmp_path: Path, plant: Plant) -> None:
    found = first_nan(tmp_path, plant.source(), plant.style, plant.variant)
    assert found is not None
    statement = plant.source().splitlines()[found.operation.place.position.line - 1]
    assert "/" in statement if plant.what == "softmax" else "log" in statement
    assert found.remedy == REMEDIES["softmax" if plant.what == "softmax" else "logarithm"]


@pytest.mark.parametrize("style", VARIANTS)
@pytest.mark.parametrize("variant", ["sigmoid", "relu", "softmax", "cross-entropy"])
def test_careful_code_gives_none(tmp_path: Path, style: str, variant: str) -> None:
    assert first_nan(tmp_path, correct(style, variant, ()), style, variant) is None
