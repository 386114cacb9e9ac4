"""Whole programs as people publish them: never a false word, and a growing part of them read.

programs/expected.json tells the truth about each, found by central differences of its own cost:
whether it is `correct`, the numbers of the `mistakes` planted in it, and in what `manner` it is
written.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.checking.checks import Called, Result
from bench.checking.patches import written
from bench.checking.programs import (
    Answer,
    Program,
    answer,
    figures,
    programs,
    sentences,
    third,
    word,
)

FOLDER = Path(__file__).parent / "programs"
PROGRAMS = {each.file: each for each in programs(FOLDER)}
THIRD = third(list(PROGRAMS.values()))  # all take a quarter of an hour (CONTRIBUTING.md)
GROUPS = 12
READ = 0.8  # at least such a share of each group gets a verdict that is true


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_no_word_is_false_and_as_many_are_read_as_before(group: int) -> None:
    answers = [answer(each) for each in THIRD[group::GROUPS]]
    assert not any(each.false for each in answers), list(sentences(answers))
    read = [each for each in answers if each.word in ("right", "named", "unnamed")]
    assert len(read) >= READ * len(answers), list(sentences(answers))


def test_a_third_is_a_third_of_right_and_of_wrong_ones() -> None:
    assert 0.3 <= len(THIRD) / len(PROGRAMS) <= 0.37
    assert 0.45 <= sum(each.correct for each in THIRD) / len(THIRD) <= 0.65


def test_every_program_is_expected() -> None:
    home = written(FOLDER)
    there = {path.relative_to(home).parts[0] for path in home.rglob("*.*") if kept(path)}
    assert there == {Path(file).parts[0] for file in PROGRAMS}


def kept(path: Path) -> bool:
    return path.name != "expected.json" and "__pycache__" not in path.parts


def test_three_fifths_are_right_and_the_others_have_a_number() -> None:
    right = [each for each in PROGRAMS.values() if each.correct]
    assert 0.5 <= len(right) / len(PROGRAMS) <= 0.7
    whole = [each for each in PROGRAMS.values() if "broken" not in each.manner]
    assert all(bool(each.mistakes) != each.correct for each in whole)


def said(verdict: str, *numbers: int) -> Result:
    return Result(verdict, None, tuple(Called(number, None, ()) for number in numbers), 0.5)


@pytest.mark.parametrize(
    ("mistakes", "result", "expected"),
    [
        ((), said("right"), "right"),
        ((), said("wrong", 14), "false alarm"),
        ((), said("wrong"), "false alarm"),
        ((), said("unchecked"), "unread"),
        ((14,), said("right"), "called right"),
        ((14,), said("wrong"), "unnamed"),
        ((14, 42), said("wrong", 42), "named"),
        ((14,), said("wrong", 16), "misnamed"),
        ((14,), said("wrong", 14, 16), "misnamed"),
        ((14,), Result("wrong", None, (Called(26, None, (14,)),), 0.5), "named"),
    ],
)
def test_what_a_report_is_worth(mistakes: tuple[int, ...], result: Result, expected: str) -> None:
    assert word(Program("a.py", Path("a.py"), not mistakes, mistakes), result) == expected


def test_figures_and_sentences() -> None:
    right = Program("a.py", Path("a.py"), True, ())
    wrong = Program("b.py", Path("b.py"), False, (14,))
    answers = [
        Answer(right, said("right"), "right", ""),
        Answer(right, said("unchecked"), "unread", "no gradient"),
        Answer(wrong, Result("failed", None, (), 2.0, "KeyError: 1"), "crash", "KeyError: 1"),
    ]
    made = figures(answers)
    assert (made["programs"], made["read"], made["correct"]) == (3, 1, 2)
    assert (made["right"], made["crash"], made["misnamed"]) == (1, 1, 0)
    assert (made["median seconds"], made["most seconds"]) == (0.5, 2.0)
    assert list(sentences(answers))[:2] == ["a.py: unread. no gradient", "b.py: crash. KeyError: 1"]


def test_the_first_of_several_files_is_checked(tmp_path: Path) -> None:
    (tmp_path / "net.py").touch()
    entry = {"file": ["net.py", "data.py"], "correct": True, "mistakes": [], "by": "somebody"}
    (tmp_path / "expected.json").write_text(json.dumps([entry]), encoding="utf-8")
    assert programs(tmp_path) == [Program("net.py", tmp_path / "net.py", True, ())]


def test_a_folder_without_the_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs an expected"):
        programs(tmp_path)
    entry = {"file": "gone.py", "correct": True, "mistakes": []}
    (tmp_path / "expected.json").write_text(json.dumps([entry]), encoding="utf-8")
    with pytest.raises(ValueError, match="lists what is not there"):
        programs(tmp_path)


@pytest.mark.slow
def test_a_script_with_a_large_network_leaves_time_for_a_small_one_of_its_class() -> None:
    assert answer(PROGRAMS["digits_in_loops_slope.py"]).word == "named"
