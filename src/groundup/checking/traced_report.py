"""From the verdict of a program's tape to the report on it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from groundup.checking.judging.costs import OWN, SENT, SQUARES
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
    Quantity,
    Report,
    WrongValue,
)
from groundup.checking.reference import catalogue
from groundup.checking.running.looks import Traced
from groundup.checking.tracing.places import Position

FRAMEWORKS = {"torch": "PyTorch", "jax": "JAX", "tensorflow": "TensorFlow", "keras": "Keras"}
NO_TENSORS = {Why.NOT_CALLED, Why.NO_STEPS, Why.CUT}  # where a framework may be what is in the way


def report_on_trace(traced: Traced, sources: list[Source]) -> Report:
    verdict = located(traced.verdict)
    rows = quantities(traced.verdict)
    values = wrong_values(verdict) if verdict.word is Word.WRONG else []
    return Report(
        verdict.word.value,
        style=style(traced) if verdict.parts else "",
        conventions=cost_in_words(verdict),
        quantities=rows,
        first_wrong=next((one for one in rows if one.ok is False), None),
        mistakes=list(named(traced.verdict)),
        wrong_values=values,
        parameters=[*parameters(traced.verdict)],
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
    """Whether all wrong values are in the one function or class that was asked about, or in what it
    calls."""
    defined = [x for x in ast.walk(target.tree) if isinstance(x, ast.FunctionDef | ast.ClassDef)]
    found = [one for one in defined if one.name == target.only]
    for one in found:  # which grows
        called = {x.id for x in ast.walk(one) if isinstance(x, ast.Name)}
        found += [x for x in defined if x.name in called and x not in found]
    lines = {line for node in found for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    places = {(one.place.file, one.place.line) for one in verdict.wrong}
    return bool(places) and places <= {(str(target.file), line) for line in lines}


def style(traced: Traced) -> str:
    how = f"in {traced.called}" if traced.called else "as it runs by itself"
    return f"what the program computes {how}"


def passage(where: Position) -> Passage:
    return passages.passage(
        where.file, (where.line, where.column), (where.end_line, where.end_column)
    )


def quantities(verdict: Verdict) -> list[Quantity]:
    """The rows, with the names that the program has for their parameters."""
    names = names_of(verdict.parts)
    found: list[Quantity] = []
    for row in verdict.rows:
        parts = [verdict.parts[k] for k in row.parts]
        alike = {names[k] for k in row.parts if not verdict.given or row.layer is None}
        place = next((part.place for part in parts if part.place.line), None)
        found.append(
            Quantity(
                row.quantity,
                row.layer,
                row.right,
                0.0 if row.right else row.off,
                alike.pop() if len(alike) == 1 else "",
                row.shape or (sum(part.size for part in parts),),
                passage(place) if place else None,
            )
        )
    return found


def names_of(parts: list[Part]) -> list[str]:
    """What each is called where it is moved; "" where that is nothing."""
    found: list[str] = []
    for where, same in groupby(parts, key=lambda part: part.place):
        count, start = len([*same]), (where.line, where.column)
        names = loop_names(where.file, start)
        found += names if len(names) == count else [passages.target(where.file, start)] * count
    return [name or part.name for name, part in zip(found, parts, strict=True)]


def parameters(verdict: Verdict) -> Iterator[Parameter]:
    told = {k: row.right for row in verdict.rows for k in row.parts}
    told |= {k: False for row in verdict.rows if not row.right for k in row.parts}
    for k, (name, part) in enumerate(zip(names_of(verdict.parts), verdict.parts, strict=True)):
        if part.place.line:
            yield Parameter(name, passage(part.place), part.size, told.get(k))


def wrong_values(verdict: Verdict) -> list[WrongValue]:
    """Those of one place once: a loop over layers has several."""
    found = {one.place: wrong_value(one) for one in reversed(verdict.wrong)}
    return list(found.values())[::-1]


def wrong_value(one: Wrong) -> WrongValue:
    right = tuple(map(passage, one.right))
    return WrongValue(passage(one.place), right, one.slug, one.expected, one.got, one.missing)


def named(verdict: Verdict) -> Iterator[Named]:
    """The mistakes that are known, each once: with all its layers, and what else fits in all."""
    found: dict[str, list[Wrong]] = defaultdict(list)
    for one in verdict.wrong:
        found[one.slug].append(one)
    for slug, same in found.items():
        if slug:
            entry = catalogue.by_slug(slug)
            others = [x for x in same[0].aliases if all(x in one.aliases for one in same)]
            layers = sorted({layer for one in same for layer in one.layers})
            yield Named(
                entry.number,
                slug,
                layers[0] if len(layers) == 1 else None,
                tuple(catalogue.by_slug(x).number for x in others),
                entry.sentence,
                entry.formula,
                tuple(others),
                tuple(layers),
            )


def obstacles(verdict: Verdict, sources: list[Source]) -> Iterator[Obstacle]:
    """What is in the way of a verdict, the most telling first."""
    if verdict.ends or not NO_TENSORS.isdisjoint(verdict.why):
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
    if verdict.cost == SENT:
        return {"cost": f"any, whose slopes are sent back to {where}"}
    name = "quadratic" if verdict.cost == SQUARES else verdict.cost
    alone = not verdict.cost_place.line  # layers, whose outputs meet targets in no line of theirs
    if Why.DECLARED_COST in verdict.why:
        return {"cost": f"{name} (declared{'' if alone else f'; outputs meet targets in {where}'})"}
    said = "assumed" if alone else f"assumed, of outputs and targets in {where}"
    return {"cost": f"{name} ({said}: say --cost if it is another)"}
