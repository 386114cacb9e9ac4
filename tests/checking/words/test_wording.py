"""What a report says: for every mistake of the catalogue, with every hint, right and unchecked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose, symptom
from groundup.checking.diagnosis.search import Place, name
from groundup.checking.model.answers import Finding, Settings
from groundup.checking.model.report import Named, Passage, Quantity, Report, WrongValue
from groundup.checking.reference import catalogue
from groundup.checking.reference.catalogue import Mistake
from groundup.checking.words.ladder import how_wrong, ladder
from groundup.checking.words.wording import blocks, text
from tests.checking.diagnosis.reference_learners import SETTINGS, observed

QUADRATIC = SETTINGS["sigmoid, quadratic"]

CHANGED = symptom("changed-in-place")


def report_on(slug: str, layer: int | None = None) -> Report:
    mistake = catalogue.by_slug(slug)
    layers = frozenset({layer}) if layer is not None else next(iter(mistake.places(QUADRATIC)))
    report = diagnose(observed(QUADRATIC, mistake.planted(layers)))
    report.target = "mynet.py"
    return report


def paragraph(report: Report) -> str:
    return next(block.text for block in blocks(report) if block.kind == "paragraph")


@pytest.mark.parametrize("mistake", catalogue.MISTAKES, ids=lambda mistake: mistake.slug)
def test_every_mistake_has_a_sentence_and_a_formula_with_one_mark(mistake: Mistake) -> None:
    assert mistake.sentence.endswith(".")
    assert mistake.formula.count("⟦") == mistake.formula.count("⟧") == 1
    named = name(Place(mistake, frozenset({1})), [mistake])
    assert "[l" not in named.formula
    quantities = [Quantity("dw", l, False, 1.0) for l in (2, 1, 0)]
    report = Report("wrong", quantities=quantities, first_wrong=quantities[0], mistakes=[named])
    words = text(report)
    assert mistake.sentence in words
    assert named.formula in words
    assert "hidden layer 2 (w[1])" in words
    report.hint = 2
    assert mistake.sentence not in text(report)
    assert named.formula in text(report)
    report.hint = 1
    assert "⟦" not in text(report)


def test_one_paragraph_says_what_where_and_the_broken_rule() -> None:
    assert paragraph(report_on("hidden-derivative-missing", 0)) == (
        "First wrong quantity: dw[0], the gradient of the weights of hidden layer 1 (w[0]). "
        "The error of a hidden layer lacks the factor σ′(z). "
        "The mistake is in hidden layer 1 (w[0]) alone. "
        "The rule, with its broken part marked: delta[0] = (w[1]ᵀ·delta[1]) ∘ ⟦σ′(z[0])⟧."
    )


TWO_KINDS = Settings(("tanh", "tanh", "relu", "sigmoid"), "quadratic")


@pytest.mark.parametrize(
    ("slug", "settings", "layers", "where"),
    [
        ("hidden-derivative-missing", QUADRATIC, {0, 1}, "is in all hidden layers."),
        ("half-of-the-derivative", QUADRATIC, {0, 1}, "is in all hidden layers."),
        ("gradient-transposed", QUADRATIC, {0, 1}, "is in all hidden layers."),
        ("activation-of-this-layer", QUADRATIC, {0, 1}, "is in all hidden layers."),
        ("gradient-transposed", QUADRATIC, {0, 1, 2}, "is in all layers."),
        ("output-derivative-missing", QUADRATIC, {2}, "is in the output layer (w[2])."),
        ("hidden-derivative-of-activation", TWO_KINDS, {0, 1},
         "is in hidden layer 1 (w[0]) and hidden layer 2 (w[1])."),
    ],
)  # fmt: skip
def test_the_layers_are_named(slug: str, settings: Settings, layers: set[int], where: str) -> None:
    report = diagnose(observed(settings, catalogue.by_slug(slug).planted(frozenset(layers))))
    assert f"The mistake {where}" in paragraph(report)


def test_what_is_of_no_layer_has_none() -> None:
    words = paragraph(report_on("update-adds"))
    assert "with its broken part marked: w[l] ← w[l] ⟦-⟧ eta·dw[l]." in words
    assert "The mistake is in" not in words


def test_what_a_mistake_depends_on_is_said() -> None:
    wrong = Quantity("dw", 1, False, 2.0)
    report = Report("wrong", quantities=[wrong], first_wrong=wrong)
    report.mistakes = [Named(9, "sign-flipped", 1, formula="⟦f⟧")]
    assert "if yours adds these gradients, they are right" in paragraph(report)
    report.quantities.append(Quantity("step", 1, False, 2.0))
    assert "No update step" not in paragraph(report)
    report.mistakes = [Named(47, "sum-for-mean", None, formula="⟦f⟧")]
    assert "another learning rate" not in paragraph(report)
    report.quantities.append(Quantity("cost", None, True, 0.0))
    assert "in a plain step, the factor acts like another learning rate" in paragraph(report)
    report.mistakes = [Named(1, "output-derivative-missing", 1, formula="⟦f⟧")]
    report.assumed["cost"] = "quadratic"
    report.output = "relu"
    assert "It would be right with cross-entropy" not in paragraph(report)
    report.output = "sigmoid"
    assert "It would be right with cross-entropy" in paragraph(report)
    report.hint = 2
    assert "It would be right with cross-entropy" not in paragraph(report)


def test_true_aliases_are_named_together() -> None:
    relu = SETTINGS["relu, softmax"]
    mistake = catalogue.by_slug("hidden-derivative-missing")
    report = diagnose(observed(relu, mistake.planted(frozenset({0, 1}))))
    other = catalogue.by_slug("relu-derivative-one").sentence
    assert f"Another mistake gives the same numbers: {other}" in paragraph(report)
    slugs = (*report.mistakes[0].alias_slugs, "update-adds")
    report.mistakes[0] = replace(report.mistakes[0], alias_slugs=slugs)
    third = catalogue.by_slug("update-adds").sentence
    assert f"Other mistakes give the same numbers: {other} {third}" in paragraph(report)


def test_two_mistakes_are_told_one_after_the_other() -> None:
    one = catalogue.by_slug("hidden-derivative-missing").planted(frozenset({0, 1}))
    other = catalogue.by_slug("update-adds").planted(frozenset(range(3)))
    words = paragraph(diagnose(observed(QUADRATIC, (*one, *other))))
    assert "Two mistakes together give these numbers. First: The error of a hidden" in words
    assert "Then: The update adds the gradient" in words


def test_a_fault_that_is_no_number_is_no_second_mistake() -> None:
    mistakes = [Named(14, "hidden-derivative-missing", None, sentence="S.", formula="⟦f⟧"), CHANGED]
    assert "Two mistakes" not in paragraph(Report("wrong", mistakes=mistakes))


def test_hints_tell_more_and_more() -> None:
    report = report_on("hidden-derivative-missing")
    report.wrong_values = [WrongValue(Passage("mynet.py", 7, 1, 7, 9, "delta = error"))]
    report.hint = 1
    first = text(report)
    words = "First wrong quantity: dw[1], the gradient of the weights of hidden layer 2 (w[1])."
    assert words in first
    assert "dw[0]" not in first  # the ladder ends with the first wrong quantity
    assert "σ′" not in first.split("First wrong quantity")[1]
    assert "next: look there (hint=2 says more), then groundup check mynet.py again" in first
    report.hint = 2
    second = text(report)
    assert "Look at the marked part of this rule: delta[l] = " in second
    assert "lacks" not in second
    assert "line 7" not in second
    report.hint = 3
    assert "The first wrong value is that of line 7." in text(report)


def test_the_first_hint_does_not_say_how_wrong_it_is() -> None:
    report = report_on("hidden-derivative-missing")
    report.findings = [
        Finding("wrong shape", "It should have shape (5, 3) but came as (3, 5)"),
        Finding("gradient overwritten", "In the class Value, __mul__ overwrites"),
        Finding("raised", "It raised KeyError: 3", "traceback"),
    ]
    report.hint = 1
    first = text(report)
    assert "off by" not in first
    assert "shape" not in first
    assert "__mul__" not in first
    assert "It raised KeyError: 3." in first  # without it there would be nothing to go by
    report.hint = 2
    assert "off by" in text(report)
    assert "came as (3, 5)" in text(report)


def test_what_is_not_finite_comes_after_the_cause() -> None:
    report = report_on("hidden-derivative-missing")
    report.findings = [Finding("not finite", "The cost is nan, where weights are large")]
    words = paragraph(report)
    assert words.index("lacks the factor") < words.index("The cost is nan")


def test_what_is_right_is_said_where_only_a_finding_is_wrong() -> None:
    report = diagnose(observed(QUADRATIC))
    report.verdict, report.mistakes = "wrong", [CHANGED]
    assert paragraph(report).startswith("The numbers are right: outputs, cost, dw, db and step.")


@pytest.mark.parametrize("hint", [2, 3])
def test_an_unknown_cause_is_said_to_be_unknown(hint: int) -> None:
    wrong = Quantity("dw", 1, False, 6.0)
    sentence = "dw[1] is right up to a factor: it is 7 times what is right."
    report = Report("wrong", quantities=[wrong], first_wrong=wrong, certain=[sentence], hint=hint)
    words = text(report)
    assert "Its rule is dw[l] = 1/N · Σ delta[l]·a[l]ᵀ." in words
    assert ("No known mistake gives these numbers" in words) == (hint == 3)
    assert (sentence in words) == (hint == 3)


def test_right_says_what_was_checked_and_what_could_not_be() -> None:
    words = text(diagnose(observed(QUADRATIC)))
    assert words.startswith("right\n")
    assert "Checked: the reference. Read as: gradients the mean over the batch." in words
    assert "Everything that was checked is right: outputs, cost, dw, db and step." in words
    assert "Not checked, because the code does not give it: delta." in words


def test_an_assumption_that_may_be_wrong_is_said_where_it_matters() -> None:
    report = report_on("output-derivative-missing")
    report.assumed["cost"] = "quadratic"
    assert "This assumes that the cost is quadratic." in paragraph(report)


def test_findings_have_their_sentence_and_their_traceback() -> None:
    findings = [
        Finding("raised", "It raised KeyError: 'dW9'", '  File "mynet.py", line 7\nKeyError'),
        Finding("unstable", "with large weights it gives NaN"),
    ]
    words = text(Report("unchecked", findings=findings, missing=["a gradient"], target="mynet.py"))
    assert "It raised KeyError: 'dW9'." in words
    assert "With large weights it gives NaN." in words
    assert '\n\n  File "mynet.py", line 7\nKeyError\n\n' in words
    assert words.endswith(
        "next: show how your code is called, in a file for --adapter, or fix the error if it comes "
        "from your code, then "
        "groundup check mynet.py again"
    )


def test_no_adapter_helps_a_file_that_cannot_be_imported() -> None:
    finding = Finding("not imported", "The file is not Python", "SyntaxError")
    words = text(Report("unchecked", findings=[finding], missing=["a gradient"], target="a.py"))
    assert words.endswith("next: fix that, then groundup check a.py again")


def test_the_ladder_is_in_the_order_of_the_network() -> None:
    rows = ladder(report_on("hidden-derivative-missing"))
    assert [f"{row.mark} {row.symbol}" for row in rows] == [
        *("✓ outputs", "✓ cost", "– delta"),
        *("✓ dw[2]", "✓ db[2]", "✗ dw[1]", "✗ db[1]", "✗ dw[0]", "✗ db[0]"),
        *("✓ step[2]", "✗ step[1]", "✗ step[0]"),
    ]
    assert {row.where for row in rows if row.symbol.endswith("[2]")} == {"output layer (w[2])"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (0.5, "off by 50%"),
        (47.2, "off by 47 times its size"),
        (1e135, "off by 1e+135 times its size"),
        (2e-5, "off by 0.002%"),
        (1e-6, "off by 1e-06 of its size"),
        (float("inf"), "wrong shape, or not finite"),
    ],
)
def test_how_wrong_it_is(error: float, words: str) -> None:
    assert how_wrong(error) == words


@pytest.mark.parametrize(
    ("said", "in_python"),
    [
        ("look there (--hint 2 says more)", "look there (hint=2 says more)"),
        ("assumed: say --cost if it is another", "assumed: say cost= if it is another"),
        ("say --cost cross-entropy.", "say cost='cross-entropy'."),
        ("a --l2-form, or a short file for --adapter", "a l2_form=, or a short file for --adapter"),
    ],
)
def test_options_are_arguments_where_no_command_was_typed(said: str, in_python: str) -> None:
    report = Report(verdict="unchecked", doubts=[said])
    assert in_python in text(report)
    report.again = "groundup check mynet.py"
    assert said in text(report)
