"""The paragraph of a report: what is wrong, where, and why, as far as the hint allows.

With a hint of 1 it says which quantity is wrong first, and nothing that would tell why; with 2 also
which part of its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from groundup.checking.model.answers import FAULTS, KINDS, STOPS, Finding
from groundup.checking.model.report import Named, Report
from groundup.checking.reference.catalogue import PLACES, by_slug
from groundup.checking.words import traced
from groundup.checking.words.ladder import (
    ALONE,
    in_layer,
    layers_of,
    meaning,
    plainly,
    symbol,
)
from groundup.checking.words.lines import listed

RULES = {  # for the first wrong quantity, where no mistake of the catalogue is found
    "outputs": "a[l+1] = σ(w[l]·a[l] + b[l])",
    "delta": "delta[l] = (w[l+1]ᵀ·delta[l+1]) ∘ σ′(z[l])",
    "dw": "dw[l] = 1/N · Σ delta[l]·a[l]ᵀ",
    "db": "db[l] = 1/N · Σ delta[l]",
    "step": "w[l] ← w[l] - eta·dw[l], b[l] ← b[l] - eta·db[l]",
}
SIGN = 9  # the number of the flipped sign
SLOPE = 1  # that of the output's σ′, which is missing
NO_GRADIENT = (
    "No gradient was found: no function was seen to return one, and no training was seen to move "
    "weights in a way that can be followed."
)
NUMBERS = {2: "two", 3: "three", 4: "four"}
FACTORS = {11, 47, 48, 49}  # of mistakes that are one factor on all gradients
TELLING = {"wrong shape", "not finite", "inputs changed", "not repeatable"}
ALL = {  # by a mistake's place in the catalogue: where it is, if it is not in one layer alone
    "hidden": "all hidden layers",
    "every": "all layers",
    "slope": "all layers",
    "above the first": "all layers but the first",
    "below the last hidden": "all hidden layers but the last",
    "all but the last": "all layers but the last",
}


def to_write(report: Report) -> list[str]:
    return [finding.message for finding in report.findings if finding.kind == "unwritten"]


def to_mend(report: Report) -> str:
    """The function of an exercise that should be fixed first; "" where there is none."""
    return next((step.function for step in report.steps if step.right is False), "")


def paragraph(report: Report) -> str:
    """What is wrong, and where, as far as the hint allows; or what is right."""
    says = {"right": right, "wrong": wrong, "unchecked": unchecked}[report.verdict]
    return " ".join(filter(None, says(report)))


def right(report: Report) -> Iterator[str]:
    if report.why:
        yield from traced.right(report)
    else:
        yield f"Everything that was checked is right: {quantities(report, True)}."
    silent = names_of(report, None)
    if silent:
        yield f"Not checked, because the code does not give it: {listed([*map(plainly, silent)])}."
    yield from found(report, KINDS - FAULTS)


def quantities(report: Report, ok: bool | None) -> str:
    """The names of those that are right, or not given."""
    mine = [q for q in report.quantities if q.ok is ok]
    names = [symbol(q) if q.name in ALONE else plainly(q.name) for q in mine]
    return listed(list(dict.fromkeys(names)))


def names_of(report: Report, ok: bool | None) -> list[str]:
    return list(dict.fromkeys(q.name for q in report.quantities if q.ok is ok))


def unchecked(report: Report) -> Iterator[str]:
    yield from found(report, {STOPS})
    other = any(q.ok is None and q.error is not None for q in report.quantities)
    if report.doubts and other:
        yield "Something is not as expected, but the check cannot tell for sure what it is."
    told = {finding.message for finding in report.findings}
    yield from (one for one in report.doubts if one not in told)
    yield from found(report, FAULTS)
    yield from report.certain if report.hint > 2 else ()
    if report.why and not (report.why[0] == "not_called" and faulty(report)):  # which is why
        yield from traced.unread(report)
    elif report.missing and not faulty(report) and not report.quantities:
        yield NO_GRADIENT
    yield from found(report, KINDS - FAULTS - {STOPS})


def faulty(report: Report) -> bool:
    return bool(FAULTS & {finding.kind for finding in report.findings}) or stops(report)


def stops(report: Report) -> bool:
    """Whether a program that could not be checked does not run by itself either."""
    own = any(finding.kind == STOPS for finding in report.findings)
    return own and report.verdict == "unchecked"


def wrong(report: Report) -> Iterator[str]:
    yield from found(report, {"mend"})
    if report.first_wrong:
        yield f"First wrong quantity: {meaning(report.first_wrong, report)}."
    elif (fine := quantities(report, True)) and not report.steps:
        yield f"The numbers are right: {fine}."
    yield from traced.amiss(report)
    later = {"not finite"} if report.mistakes and report.first_wrong else set()
    yield from found(report, FAULTS - later - {"mend"})
    if report.hint == 2:
        yield from broken_rules(report)
    elif report.hint > 2:
        yield from causes(report)
    yield from found(report, later)
    yield from assumptions(report)
    if report.hint > 2:
        yield from traced.places(report)
    yield from found(report, KINDS - FAULTS)


def shown(report: Report) -> list[Finding]:
    """The findings that the hint allows, with 1 none that says more of the first wrong quantity
    than that it is wrong; no note of what is wrong anyway."""
    hidden = TELLING if report.hint < 2 and report.first_wrong else set()
    hidden = {"raised"} if stops(report) else hidden  # by calls of the check's own
    faults = {finding.message for finding in report.findings if finding.kind in FAULTS}
    kept = [
        finding
        for finding in report.findings
        if finding.kind not in hidden and (finding.kind != "note" or finding.message not in faults)
    ]
    kept = [replace(one, detail="") if beside(one, report) else one for one in kept]
    if report.hint < 2 and report.first_wrong:  # no sample of how wrong it is
        kept = [replace(one, detail="") if one.kind == "mend" else one for one in kept]
    return kept


def beside(finding: Finding, report: Report) -> bool:
    """Whether its traceback is not the one to follow."""
    return "\n" in finding.detail and (finding.kind == STOPS) != stops(report)


def explained(report: Report) -> bool:
    """Whether it is known what is wrong: a mistake of the catalogue, a function, or something that
    is no single value."""
    known = report.mistakes or traced.known_by_itself(report)
    return bool(known) or any(one.kind == "mend" for one in report.findings)


def assumptions(report: Report) -> Iterator[str]:
    """Assumptions under which numbers count as wrong, for code that was asked for its numbers."""
    if not report.quantities or report.why:
        return
    given = {q.name for q in report.quantities if q.ok is not None}
    numbers = {one.number for one in report.mistakes} if report.hint > 2 else set()
    either = any("update-adds" in one.alias_slugs for one in report.mistakes)  # and it says so
    if numbers == {SIGN} and "step" not in given and not either:
        yield "No update step was found; if yours adds these gradients, they are right."
    if numbers and numbers <= FACTORS and "cost" in given:
        like = "; in a plain step, the factor acts like another learning rate"
        beside = {"l2", "l1"} & {*report.conventions}  # which have no such factor
        yield f"The gradients do not match the code's own cost{'' if beside else like}."
    for name, value in report.assumed.items() if report.first_wrong else ():
        yield f"This assumes that the {name} is {value}."
        if name == "cost" and SLOPE in numbers and report.output in ("sigmoid", "softmax"):
            yield "It would be right with cross-entropy; if you use that, say --cost cross-entropy."


def found(report: Report, kinds: set[str]) -> Iterator[str]:
    """What is not a number: exceptions and changed inputs; what was printed, and the like."""
    for finding in shown(report):
        if finding.kind in kinds - {"unwritten", "printed"}:  # which stand elsewhere
            end = "" if finding.message.endswith("?") else "."
            yield capital(finding.message.removesuffix(".")) + end


def broken_rules(report: Report) -> Iterator[str]:
    """Which part of which formula, and no more."""
    for named in report.mistakes:
        yield f"Look at the marked part of this rule: {named.formula}."
    yield from reminder(report)
    if not report.mistakes:
        yield from traced.hinted(report)


def reminder(report: Report) -> Iterator[str]:
    """The whole rule of the first wrong quantity, where its broken part is not known."""
    if report.first_wrong and not explained(report) and report.first_wrong.name in RULES:
        yield f"Its rule is {RULES[report.first_wrong.name]}."


def causes(report: Report) -> Iterator[str]:
    several = len(report.mistakes) > 1 and bool(report.quantities)
    if several and report.why:
        yield f"There are {NUMBERS.get(len(report.mistakes), len(report.mistakes))} mistakes."
    elif several and all(by_slug(one.slug).rules for one in report.mistakes):
        yield "Two mistakes together give these numbers."
    for number, named in enumerate(report.mistakes):
        yield ("First:" if number == 0 else "Then:") if several else ""
        yield from cause(named, report)
    certain = [] if to_mend(report) else report.certain
    if report.first_wrong and not explained(report):
        yield from certain
    if report.first_wrong and not explained(report) and not report.why:
        unknown = "" if certain else ", so the cause is unknown"
        yield f"No known mistake gives these numbers{unknown}."
    yield from reminder(report)
    yield from certain if explained(report) else ()


def cause(named: Named, report: Report) -> Iterator[str]:
    yield named.sentence
    yield where_it_is(named, report)
    yield f"The rule, with its broken part marked: {named.formula}."
    others = [by_slug(slug).sentence for slug in named.alias_slugs]
    if others:
        one = len(others) == 1
        same = "Another mistake gives" if one else "Other mistakes give"
        yield f"{same} the same numbers: {' '.join(others)}"


def where_it_is(named: Named, report: Report) -> str:
    """Which layers a mistake is in, where it could be in others, and all are known."""
    layers, where = layers_of(report), by_slug(named.slug).where
    every = tuple(PLACES[where](layers)) if where in ALL else ()
    if not layers or (
        report.why and report.first_wrong and report.first_wrong.layer == named.layer
    ):
        return ""  # as is said of what is wrong first
    if named.layer is not None:
        alone = " alone" if named.alone and len(every) > 1 else ""
        return f"The mistake is in {in_layer(named.layer, layers)}{alone}."
    if not every or not named.layers:
        return ""
    if named.layers == tuple(range(layers - 1)):
        return "The mistake is in all hidden layers."
    some = listed([in_layer(l, layers) for l in named.layers])
    return f"The mistake is in {ALL[where] if named.layers == every else some}."


def capital(words: str) -> str:
    """A name of the code's, or of a file, stays as it is: `self.b1`, `net.py`."""
    if re.search(r"\w[._\[(]\w", words.split(" ")[0]):
        return words
    return words[:1].upper() + words[1:]
