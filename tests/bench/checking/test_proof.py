"""The proof's judgement: what counts as named, as a wrong name, as a right first quantity."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.checking import proof, showing
from bench.checking.checks import Called, Case, Place, Result, check_all
from bench.checking.conventions import CONVENTIONS
from bench.checking.figures import CALLED, figures
from bench.checking.judging import Judged, JudgedPair, judge, judge_pair, pair, pairs
from bench.checking.planting import Plant
from bench.checking.plants import PLANTS
from bench.checking.programs import Answer, Program
from bench.checking.truth import agrees, rank
from bench.checking.variants import VARIANTS, correct

BY_NAME = {plant.name: plant for plant in PLANTS}


def said(*named: tuple[int, int | None, tuple[int, ...]], verdict: str = "wrong") -> Result:
    return Result(verdict, ("dw", 1), tuple(Called(*each) for each in named), 0.1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "answer", "called"),
    [
        ("14-book-sigmoid", said((14, None, ())), "named"),
        ("14-book-sigmoid", said(), "unnamed"),
        ("14-book-sigmoid", said((16, None, ())), "wrong name"),
        ("14-book-sigmoid", said((14, None, ()), (40, None, ())), "wrong name"),
        ("14-book-sigmoid", said((14, 0, ())), "wrong layer"),
        ("14-book-sigmoid-layer-0", said((14, 0, ())), "named"),
        ("14-book-sigmoid-layer-0", said((14, None, ())), "wrong layer"),
        ("14-book-relu", said((26, None, ())), "alias"),  # ReLU′ left out and ReLU′ ≡ 1
        ("20-book-sigmoid-first", said((20, 1, ())), "named"),
        ("20-book-cross-entropy-first", said(verdict="right"), ""),
    ],
)
def test_what_a_plant_was_called(name: str, answer: Result, called: str) -> None:
    assert judge(BY_NAME[name], answer).called == called


def test_what_only_large_weights_show_is_a_finding_and_no_verdict() -> None:
    plant = BY_NAME["59-book-softmax-softmax"]
    found = Result("right", None, (), 0.1, findings=("unstable",))
    assert judge(plant, found)[2:] == (True, "named")
    assert judge(plant, said(verdict="right"))[2:] == (False, "unnamed")
    assert not judge(plant, said((59, None, ()))).detected


def test_floors_fail_one_by_one() -> None:
    right, plant = said((14, None, ())), BY_NAME["14-book-sigmoid"]
    convention = CONVENTIONS[0]
    fine = (convention, said(verdict="right"))
    two = pair(BY_NAME["01-book-sigmoid"], plant)
    assert two is not None
    good_pair = judge_pair(two, Result("wrong", two.first_wrong, (), 0.1))
    bad_pair = judge_pair(two, Result("wrong", ("outputs", None), (Called(16, None, ()),), 0.1))

    def missed(judged: list[Judged], correct=fine, pairs: tuple[JudgedPair, ...] = (good_pair,)):
        made = figures(judged, [correct], pairs)
        return [number for number, passed in enumerate(made.floors.values()) if not passed]

    assert missed([judge(plant, right)]) == []
    assert missed([judge(plant, said(verdict="right"))]) == [0, 1]
    assert missed([judge(plant, said())]) == [1]
    assert missed([judge(plant, said((16, None, ())))]) == [1, 2]
    assert missed([judge(plant, right)], correct=(convention, said())) == [3]
    assert missed([judge(plant, right)], pairs=(bad_pair,)) == [4, 5]


@pytest.mark.slow
def test_the_table_and_the_page_count_the_same() -> None:
    some = [name for name in BY_NAME if name[:2] == "14"][::4]
    judged = [judge(BY_NAME[name], said((14, None, ()))) for name in some]
    made = figures(judged, [], [])
    [row] = made.rows
    assert row.planted == row.detected == len(judged)
    assert row.called["named"] + row.called["wrong layer"] == len(judged)
    assert len(showing.HEADINGS) == 3 + len(CALLED)
    page = proof.planted(made)
    assert f"| 14 | {len(judged)} | {len(judged)} |" in page
    assert "MISSED: no wrong name, no wrong layer" in page
    assert len(list(showing.troubles(judged, []))) == row.called["wrong layer"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (("sigma_prime", None), ("outputs", None)),
        (("cost", None), ("delta", 2)),
        (("delta", 2), ("delta", 1)),
        (("delta", 2), ("dw", 2)),
        (("db", 2), ("delta", 1)),
        (("dw", 2), ("db", 2)),
        (("db", 2), ("dw", 1)),
        (("db", 0), ("step", None)),
    ],
)
def test_quantities_are_sought_from_the_outputs_back(earlier: Place, later: Place) -> None:
    assert rank(earlier) < rank(later)


def test_a_delta_may_be_inferred_where_none_is_given() -> None:
    assert agrees(("delta", 1), ("dw", 1), deltas_given=False)
    assert not agrees(("delta", 1), ("dw", 1), deltas_given=True)
    assert not agrees(("delta", 2), ("dw", 1), deltas_given=False)
    assert not agrees(("outputs", None), ("dw", 1), deltas_given=False)


def test_pairs_are_the_same_for_the_same_seed() -> None:
    plants = [plant for plant in PLANTS if plant.style == "book" and plant.variant == "sigmoid"]
    first, again = list(pairs(5, plants)), list(pairs(5, plants))
    assert first == again
    assert len(first) == 5


@pytest.mark.slow
def test_a_right_and_a_wrong_file_of_each_style_are_checked() -> None:
    plants = [BY_NAME[f"14-{style}-sigmoid"] for style in VARIANTS]
    cases = [Case(plant.name, plant.source(), plant.settings) for plant in plants]
    cases += [
        Case(style, correct(style, "sigmoid"), VARIANTS[style]["sigmoid"]) for style in VARIANTS
    ]
    results = check_all(cases)
    assert {style: results[style].verdict for style in VARIANTS} == dict.fromkeys(VARIANTS, "right")
    assert [judge(plant, results[plant.name]).called for plant in plants] == ["named"] * 3


def test_a_checker_that_raises_is_a_result_too() -> None:
    plant: Plant = BY_NAME["14-book-sigmoid"]
    settings = plant.settings._replace(cost="nonsense")
    [result] = check_all([Case("one", plant.source(), settings)]).values()
    assert result.verdict == "failed"
    assert "nonsense" in result.failure


def answered(manner: str, correct: bool, word: str) -> Answer:
    program = Program("secret.py", Path("secret.py"), correct, (), manner)
    return Answer(program, said(), word, "a reason of secret.py")


def test_programs_that_others_published_are_counted_by_manner_and_not_named() -> None:
    answers = [
        answered("script", True, "right"),
        answered("script", False, "unnamed"),
        answered("script", True, "unread"),
        answered("notebook", True, "false alarm"),
    ]
    page = proof.published(answers)
    assert "4 programs" in page
    assert "3 are right for their own cost, and 1 are wrong" in " ".join(page.split())
    assert "| script | 3 | 1 | 1 | 1 |  |" in page
    assert "| notebook | 1 |  |  |  | 1 |" in page
    assert "| all | 4 | 1 | 1 | 1 | 1 |" in page
    assert "secret" not in page


def test_each_part_of_the_page_is_renewed_alone() -> None:
    page = proof.renewed("old plants\n", published=f"{proof.HEADING}\n\nold programs\n")
    assert page == f"old plants\n\n{proof.HEADING}\n\nold programs\n"
    assert proof.renewed(page, planted="plants\n") == page.replace("old plants", "plants")
    renewed = proof.renewed(page, published=f"{proof.HEADING}\n\nprograms\n")
    assert renewed == page.replace("old programs", "programs")
