"""Networks of many kinds, which nothing here was written for: the right ones are right, and what
is planted in them by machine is judged as central differences judge it.

The programs are in ../kinds/, as learners write; bench/checking/mutants.py plants and judges.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.checking.mutants import Right, mutants, rights
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

KINDS = {file.stem: file for file in sorted((Path(__file__).parents[1] / "kinds").glob("*.py"))}
MUTANTS = 2  # of each program; `python -m bench.checking.mutants` plants more
READ = [name for name in KINDS if name != "negatives"]  # whose steps are no statements on a name


def judged(tmp_path: Path, text: str) -> Verdict:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return judge(runs.run(targets.parse(str(file)), enough=enough).tape)


@pytest.fixture(scope="module")
def right(request: pytest.FixtureRequest) -> Right:
    """A kind, and its cost as central differences find it."""
    return rights([KINDS[request.param]])[request.param]


@pytest.mark.parametrize("name", KINDS)
def test_a_right_one_is_right_by_its_own_cost_from_other_numbers_too(
    name: str, tmp_path: Path
) -> None:
    verdict = judged(tmp_path, KINDS[name].read_text("utf-8"))
    assert verdict.word is Word.RIGHT
    assert verdict.why == [Why.OWN_COST, Why.PROBED]
    assert verdict.factor in (None, pytest.approx(1.0))  # None where single numbers are moved
    assert all(part.right for part in verdict.parts)


@pytest.mark.slow
@pytest.mark.parametrize("right", READ, indirect=True)
def test_no_planted_mistake_is_called_right_and_no_right_change_wrong(
    right: Right, tmp_path: Path
) -> None:
    for _, mutant, truth in mutants({"it": right}, MUTANTS, seed=1):
        word = judged(tmp_path, mutant.text).word
        assert word is not (Word.WRONG if truth else Word.RIGHT), mutant.name


PLANTED = {  # a line of a program, what it becomes, and lines of which one is reported
    "a factor is lost": ("arrays", " * (1 - h ** 2)", "", {21, 22, 23}),
    "an operator is another": ("arrays", "(1 - h ** 2)", "(1 + h ** 2)", {21}),
    "a matrix is not transposed": ("characters", "dnext = Whh.T @", "dnext = Whh @", {43}),
    "an older version": ("characters", "hs[t - 1].T", "hs[t].T", {42}),
    "the wrong neighbour": ("lists", "d2 * a1[j] for j", "d2 * x[j % 3] for j", {31, 35}),
    "a sum that is a mean": ("lstm", "db += dz", "db += dz / 2", {46}),
    "in an engine": ("engine", "(1 - t * t) * out", "(1 - t) * out", {40, 41}),
    "in a convolution": ("convolution", " * (maps > 0)", "", {41}),
    "in batch norm": ("residual", " - normed * (dn * normed).mean(axis=0)", "", {40, 39}),
    "in attention": ("attention", "(dA * A).sum", "dA.sum", {25}),
}


def planted(what: str) -> tuple[str, set[int]]:
    name, old, new, lines = PLANTED[what]
    text = KINDS[name].read_text("utf-8")
    assert text.count(old) == 1
    return text.replace(old, new), lines


@pytest.mark.parametrize("what", PLANTED)
def test_a_mistake_is_reported_where_it_is(what: str, tmp_path: Path) -> None:
    text, lines = planted(what)
    verdict = judged(tmp_path, text)
    assert verdict.word is Word.WRONG
    assert lines & {one.place.line for one in verdict.wrong}, verdict.wrong


@pytest.mark.slow
@pytest.mark.parametrize("right", READ, indirect=True)
def test_the_truth_about_them_does_not_come_from_the_checker(right: Right) -> None:
    assert right.is_right(right.text) is True
    for what in PLANTED:
        if KINDS[PLANTED[what][0]].read_text("utf-8") == right.text:
            truth = right.is_right(planted(what)[0])
            # Half of all biases' gradients may be meant, as a rate of their own.
            assert truth is (None if what == "a sum that is a mean" else False), what
