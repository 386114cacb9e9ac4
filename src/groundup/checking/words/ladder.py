"""The ladder of a report: every quantity with ✓, ✗ or –, as a network computes them; ? where a
number differs, in code that may have been misread."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from groundup.checking.model.report import Quantity, Report
from groundup.checking.words.lines import line_of

WIDEST = 36  # characters of a layer and the name that it has in a program
ALONE = {"parameter", "gradient"}  # of a program whose layers have no numbers
MARKS = {True: "✓", False: "✗", None: "–"}
SYMBOLS = {
    "outputs": "outputs",
    "cost": "cost",
    "delta": "delta[{l}]",
    "dw": "dw[{l}]",
    "db": "db[{l}]",
    "step": "step[{l}]",
    "parameter": "{name}",
    "gradient": "{name}",
}
MEANINGS = {  # what a quantity is, to somebody who only knows what they called it
    "outputs": "the outputs of the network",
    "cost": "the cost",
    "delta": "delta[{l}] = d cost / d z[{l}], the error of {where}",
    "dw": "dw[{l}], the gradient of the weights of {where}",
    "db": "db[{l}], the gradient of the biases of {where}",
    "step": "the parameters of {where} after a step",
    "parameter": "the gradient of {name}",
    "gradient": "{name}, the gradient of a parameter",
}


class Row(NamedTuple):
    mark: str  # ✓, ✗, – or ?
    symbol: str
    where: str = ""  # the layer, in prose
    note: str = ""  # how wrong it is


def layers_of(report: Report) -> int:
    """0 where they have no numbers."""
    return max((q.layer + 1 for q in report.quantities if q.layer is not None), default=0)


def place(layer: int, layers: int, name: str = "") -> str:
    """ "hidden layer 1 (w[0])", or with a name that the program has for it."""
    where = "output layer" if layer == layers - 1 else f"hidden layer {layer + 1}"
    named = f"{where} ({name})"
    return named if name and len(named) <= WIDEST else f"{where} (w[{layer}])"


def in_layer(layer: int, layers: int, name: str = "") -> str:
    """The same within a sentence: the output layer has an article."""
    return ("the " if layer == layers - 1 else "") + place(layer, layers, name)


def plainly(name: str) -> str:
    """The symbol of a quantity in all layers; other words as they are."""
    return SYMBOLS.get(name, name).replace("[{l}]", "")


def symbol(quantity: Quantity) -> str:
    name = quantity.parameter or "what is moved"
    return SYMBOLS[quantity.name].format(l=quantity.layer, name=name)


def meaning(quantity: Quantity, report: Report) -> str:
    layer, name = quantity.layer, quantity.parameter
    where = "" if layer is None else in_layer(layer, layers_of(report), name)
    words = MEANINGS[quantity.name].format(l=layer, where=where, name=symbol(quantity))
    moved = quantity.place if quantity.name in ALONE else None
    return f"{words} ({line_of(moved, report)})" if moved else words


def ladder(report: Report) -> list[Row]:
    """One line for each quantity; what the code gives in no layer is one line. With a hint of 1 it
    ends with the first wrong one, and does not say how wrong that is."""
    rows, given = {}, {q.name for q in report.quantities if q.ok is not None or q.error is not None}
    unfinished = any(finding.kind == "unwritten" for finding in report.findings)
    for quantity in together(report.quantities):
        if quantity.name not in given:
            note = "not yet" if unfinished else "not given"
            rows[quantity.name] = Row("–", plainly(quantity.name), note=note)
            continue
        row = row_of(quantity, report)
        if report.hint < 2 and is_first_wrong(quantity, report):
            rows["last"] = row._replace(note="")
            break
        rows[quantity] = row
    return list(rows.values())


def is_first_wrong(quantity: Quantity, report: Report) -> bool:
    first = report.first_wrong
    return bool(first) and replace(quantity, error=first.error, shape=first.shape) == first


def together(quantities: list[Quantity]) -> Iterator[Quantity]:
    """With those that one statement moves merged into one, if they have no layer and are alike."""
    alike: dict[object, list[Quantity]] = {}
    for one in quantities:
        here = (one.parameter, one.place, one.ok) if one.name in ALONE else len(alike)
        alike.setdefault(here, []).append(one)
    for first, *others in alike.values():
        if others:
            size = sum(math.prod(one.shape) for one in (first, *others))
            first = replace(first, error=worst(first, *others), shape=(size,))
        yield first


def sized(shape: tuple[int, ...]) -> str:
    """ "4×3", "1,200 numbers"."""
    if len(shape) > 1:
        return "×".join(f"{n:,}" for n in shape)
    return f"{math.prod(shape):,} number{'s' * (math.prod(shape) != 1)}"


def worst(*each: Quantity) -> float | None:
    known = [one.error for one in each if one.error is not None]
    return max(known) if len(known) == len(each) else None


def row_of(quantity: Quantity, report: Report) -> Row:
    mark, where = MARKS[quantity.ok], ""
    if quantity.name in ALONE:
        line = f", {line_of(quantity.place, report)}" if quantity.place else ""
        where = sized(quantity.shape) + line
    elif quantity.layer is not None:
        where = place(quantity.layer, layers_of(report), quantity.parameter)
    if quantity.ok is None and quantity.error is not None:
        return Row("?", symbol(quantity), where, "not as expected")
    unknown = quantity.error is None and bool(report.why)  # of a tape's, the factor
    note = how_wrong(quantity.error) if quantity.ok is False and not unknown else ""
    return Row(mark, symbol(quantity), where, note)


def how_wrong(error: float | None) -> str:
    """Relative to the largest right number."""
    if error is None or not math.isfinite(error):
        return "wrong shape, or not finite"
    if error >= 10.0:
        times = f"{error:,.0f}" if error < 1e6 else f"{error:.0e}"
        return f"off by {times} times its size"
    if error >= 0.01:
        return f"off by {error:.0%}"
    if error >= 1e-5:
        return f"off by {100.0 * error:.1g}%"
    return f"off by {error:.0e} of its size"


def lines(rows: list[Row]) -> str:
    """In columns, as wide as the longest symbol and the longest place."""
    first = max((len(row.symbol) for row in rows), default=0)
    second = max((len(row.where) for row in rows), default=0)
    first, second = max(first, 10), max(second + 1, 23)
    return "\n".join(
        f"  {row.mark} {row.symbol:<{first}} {row.where:<{second}} {row.note}".rstrip()
        for row in rows
    )
