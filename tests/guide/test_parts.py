"""What is filled into pages is what the rungs, the catalogue and the README say."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import groundup
from groundup.checking.reference.catalogue import MISTAKES
from groundup.rungs import source, without_examples
from groundup.vectors import convolutions
from scripts.figures import filters, mistakes
from scripts.site import gallery, ladder, parts, reference

ROOT = Path(__file__).parents[2]


def test_a_diff_leads_from_one_rung_to_the_other() -> None:
    _, *lines, _ = ladder.diff("lists", "arrays", "backprop").splitlines()
    body = lines[2:]  # after the names
    before = "\n".join(line[1:] for line in body if line[:1] != "+")
    after = "\n".join(line[1:] for line in body if line[:1] != "-")
    assert before in without_examples(source("lists").read_text(encoding="utf-8"))
    assert after in without_examples(source("arrays").read_text(encoding="utf-8"))
    assert before != after


def test_a_function_that_only_one_rung_has_is_wholly_gone() -> None:
    diff = ladder.diff("neurons", "lists", "through_f").splitlines()
    assert {line[0] for line in diff[3:-1]} == {"-"}


def test_a_chapter_shows_a_docstrings_words_and_not_its_example() -> None:
    shown = ladder.code("lists", "product")
    assert '"""The matrix times the vector' in shown
    assert ">>>" in source("lists").read_text(encoding="utf-8")
    assert ">>>" not in shown


def test_a_name_that_no_rung_has_is_told() -> None:
    with pytest.raises(ValueError, match="no rung has a function 'backdrop'"):
        parts.fill("<!-- put: code lists backdrop -->")


def test_costs_are_the_readmes_with_machine_and_day() -> None:
    shown = ladder.measured("lists", "arrays")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line for line in shown.splitlines() if line.startswith("|")]
    assert len(rows) == 4
    assert all(row in readme for row in rows)
    assert "AMD EPYC" in shown
    assert "20" in shown.splitlines()[-1]
    with pytest.raises(ValueError, match="lacks one of"):
        ladder.measured("ladders")


def test_every_mistake_with_known_numbers_is_in_the_gallery_once() -> None:
    shown = gallery.gallery()
    numbers = {one.number for one in MISTAKES if one.rules}
    numbers |= {one["mistake"] for one in convolutions()["mistakes"]}
    told = [
        int(row[2:].split(".")[0]) for row in shown.splitlines() if row[:2] == "| " and "⟦" in row
    ]
    assert len(told) == len(set(told))
    assert set(told) == numbers
    for row in shown.splitlines():
        if "⟦" in row:
            *_, right, came, _ = row.split("|")
            assert float(right) is not None
            assert float(came) is not None


def test_the_reference_has_all_that_groundup_offers() -> None:
    shown = reference.reference("groundup")
    for name in groundup.__all__:
        if name != "__version__":
            assert f"class {name}" in shown or f"def {name}(" in shown
    assert "def _" not in shown.replace("def __init__", "")


def test_a_long_signature_has_a_line_for_each_argument() -> None:
    text = (
        "x: tuple[int, list[str]], pool: Sequence[int]=(2, 2), f: Callable[[Any], Any]=abs, *, n=1"
    )
    assert reference.separated(text) == [
        "x: tuple[int, list[str]]",
        "pool: Sequence[int]=(2, 2)",
        "f: Callable[[Any], Any]=abs",
        "*",
        "n=1",
    ]


def test_a_stub_of_a_method_is_indented_and_python() -> None:
    module = importlib.import_module("groundup.book.network2")
    for thing in reference.public(module):
        compile(reference.stub(thing), "stub", "exec")


COST = """\
    print(0.5 * np.sum((feedforward(network, xs) - ys) ** 2) / len(xs))
"""
TRAINS = """

chance = np.random.default_rng(0)
xs, ys = chance.random((8, 6)), np.eye(4)[chance.integers(4, size=8)]
w = [chance.normal(size=(5, 6)), chance.normal(size=(4, 5))]
network = build(w, [np.zeros(5), np.zeros(4)])
for _ in range(5):
    network = train_batch(network, xs, ys, 0.5)
"""  # in the place of the demonstration, which trains the rung and not this text


def planted(slug: str, folder: Path, cost: str = "") -> groundup.Report:
    text, _, _ = mistakes.text(slug).partition("\nif __name__")
    (folder / "planted.py").write_text(text + TRAINS + cost, encoding="utf-8")
    return groundup.check(str(folder / "planted.py"))


@pytest.mark.slow
@pytest.mark.parametrize("slug", sorted({*mistakes.PLANTED} - {"sum-for-mean"}))
def test_the_checker_names_what_the_gallery_plants(slug: str, tmp_path: Path) -> None:
    report = planted(slug, tmp_path)
    assert report.verdict == "wrong"
    assert slug in [one.slug for one in report.mistakes]


@pytest.mark.slow
def test_the_sum_for_the_mean_is_right_and_its_factor_is_told(tmp_path: Path) -> None:
    report = planted("sum-for-mean", tmp_path, COST)
    assert report.verdict == "right"
    assert report.factor == pytest.approx(8.0)
    assert planted("", tmp_path, COST).factor == pytest.approx(1.0)


@pytest.mark.slow
def test_two_mistakes_learn_nearly_as_well_as_right_code_and_two_do_not() -> None:
    """As the chapter says."""
    right = mistakes.curve("")[-1]
    assert mistakes.curve("hidden-derivative-missing")[-1] > right - 0.05
    assert mistakes.curve("derivative-of-activation")[-1] > right - 0.05
    assert mistakes.curve("sum-for-mean")[-1] < 0.3
    assert mistakes.curve("sign-flipped")[-1] < 0.3


def test_a_filter_on_a_7_gives_the_sums_that_the_chapter_has() -> None:
    assert filters.sums().tolist() == [
        [0.5, 0.5, 1, -2],
        [0, 1, 0, -1],
        [1, 0, -1, 0],
        [2, -2, 0, 0],
    ]


@pytest.mark.slow
def test_a_dense_network_is_worse_than_a_coin_on_unseen_bars_and_one_that_convolves_right() -> None:
    assert max(filters.unseen("dense", learned) for learned in filters.LEARNED) < 0.5
    assert filters.unseen("convolution", 60) > 0.9


def test_the_first_chapter_says_how_long_the_first_rung_is() -> None:
    said = (ROOT / "docs" / "guide" / "start.md").read_text(encoding="utf-8")
    said = " ".join(said.split())
    lines = len(source("neurons").read_text(encoding="utf-8").splitlines())
    assert f"in plain Python: {lines} lines, explanations and examples included" in said
