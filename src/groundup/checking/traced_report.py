"""From the verdict of a program's tape to the report on it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from groundup.checking.judging.costs import OWN, SQUARES
from groundup.checking.judging.verdicts import Part, Verdict, Why, Word, Wrong
from groundup.checking.loading import passages
from groundup.checking.loading.cells import place as place_in_words
from groundup.checking.loading.loop_names import loop_names
from groundup.checking.loading.sources import Source
from groundup.checking.loading.targets import Target
from groundup.checking.model.report import (
    Named,
    Obstacle,
    Parameter,
    Passage,
    Report,
    WrongValue,
)
from groundup.checking.reference import catalogue
from groundup.checking.running.looks import Traced
from groundup.checking.tracing.places import Position

FRAMEWORKS = {"torch": "PyTorch", "jax": "JAX", "tensorflow": "TensorFlow", "keras": "Keras"}
STEP = "step"  # what is wrong with a whole step
BESIDE = {Why.STAYS, Why.UNUSED, Why.LOST}  # what is wrong beside steps that are right


def report_on_trace(traced: Traced, sources: list[Source]) -> Report:
    verdict = located(traced.verdict)
    return Report(
        verdict.word.value,
        style=style(traced) if verdict.parts else "",
        conventions=cost_in_words(verdict),
        mistakes=list(named(traced.verdict)),
        wrong_values=[*map(wrong_value, verdict.wrong)] if verdict.word is Word.WRONG else [],
        parameters=[*parameters(verdict)],
        why=[one.name.lower() for one in verdict.why],
        factor=verdict.factor if Why.OWN_COST in verdict.why else None,
        obstacles=[
            *(obstacles(verdict, sources) if verdict.word is Word.UNCHECKED else ()),
            *(raised(*one) for one in traced.raised),
        ],
        findings=traced.findings,
    )


def located(verdict: Verdict) -> Verdict:
    """Without what is at no line of the learner's: a number that was there before any of them."""
    wrong = [
        one._replace(right=tuple(place for place in one.right if place.line))
        for one in verdict.wrong
        if one.place.line
    ]
    return replace(
        verdict,
        parts=[one for one in verdict.parts if one.place.line],
        wrong=wrong,
        places=[one for one in verdict.places if one.line],
        ends=[one for one in verdict.ends if one.place.line],
    )


def blames(verdict: Verdict, target: Target) -> bool:
    """Whether all wrong values are in the one function or class that was asked about."""
    found = [
        node
        for node in ast.walk(target.tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == target.only
    ]
    lines = {line for node in found for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    places = {(one.place.file, one.place.line) for one in verdict.wrong}
    return bool(places) and places <= {(str(target.file), line) for line in lines}


def style(traced: Traced) -> str:
    how = f"where {traced.called} is called" if traced.called else "as it runs by itself"
    return f"every number that the program computes {how}"


def passage(where: Position) -> Passage:
    return passages.passage(
        where.file, (where.line, where.column), (where.end_line, where.end_column)
    )


def parameters(verdict: Verdict) -> Iterator[Parameter]:
    """With the names of each, where one statement moves several."""
    for where, same in groupby(verdict.parts, key=lambda part: part.place):
        parts = list(same)
        start = where.line, where.column
        names = loop_names(where.file, start)
        if len(names) != len(parts):
            names = [passages.target(where.file, start)] * len(parts)
        for name, part in zip(names, parts, strict=True):
            yield Parameter(name, passage(where), part.size, is_right(part, verdict))


def is_right(part: Part, verdict: Verdict) -> bool | None:
    """None where that cannot be said of one parameter."""
    wrong = {one.place for one in verdict.wrong if one.kind == STEP}
    if verdict.word is Word.WRONG and (part.place in wrong or not part.right):
        return False
    known = any(not one.right for one in verdict.parts) or BESIDE & {*verdict.why[:1]}
    return True if verdict.word is Word.RIGHT or (verdict.word is Word.WRONG and known) else None


def wrong_value(one: Wrong) -> WrongValue:
    right = tuple(map(passage, one.right))
    return WrongValue(passage(one.place), right, one.slug, one.expected, one.got, one.missing)


def named(verdict: Verdict) -> Iterator[Named]:
    """The mistakes that are known, each once."""
    for one in {one.slug: one for one in verdict.wrong if one.slug}.values():
        entry = catalogue.by_slug(one.slug)
        yield Named(
            entry.number,
            entry.slug,
            one.layer,
            one.aliases,
            entry.sentence,
            entry.formula,
            one.alias_slugs,
            one.layers,
        )


def obstacles(verdict: Verdict, sources: list[Source]) -> Iterator[Obstacle]:
    """What is in the way of a verdict, the most telling first."""
    yield from (Obstacle("framework", None, name) for name in frameworks(sources))
    by_place = {one.place: one.what for one in verdict.ends}
    for why in verdict.why:
        if why not in (Why.CUT, Why.ENDED):
            places = verdict.places if why is verdict.why[0] else []
            yield from (Obstacle(why.name.lower(), passage(one)) for one in places)
    for one in verdict.places if Why.CUT in verdict.why[:1] else []:
        yield Obstacle("cut", passage(one), by_place.pop(one, ""))
    limits = ("time", "numbers", "operations")
    for where, what in by_place.items():
        yield Obstacle("ended" if what in limits else "cut", passage(where), what)


def raised(file: str, line: int, error: str) -> Obstacle:
    return Obstacle("raised", passages.passage(file, (line, 0), (line, 0)), error)


def frameworks(sources: list[Source]) -> list[str]:
    """Those that a program imports, and whose numbers are on no tape."""
    names = (
        (node.module or "") if isinstance(node, ast.ImportFrom) else each.name
        for source in sources
        for node in source.imports
        for each in node.names
    )
    found = (FRAMEWORKS.get(name.partition(".")[0]) for name in names)
    return list(dict.fromkeys(name for name in found if name))


def cost_in_words(verdict: Verdict) -> dict[str, str]:
    if not verdict.cost or verdict.cost_place is None:
        return {}
    where = place_in_words(verdict.cost_place.file, verdict.cost_place.line)
    if verdict.cost == OWN:
        return {"cost": f"its own, {where}"}
    name = "quadratic" if verdict.cost == SQUARES else verdict.cost
    return {"cost": f"{name} (assumed: targets meet outputs in {where})"}
