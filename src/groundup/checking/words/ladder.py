"""The ladder of a report: every quantity with ✓, ✗ or –, as a network computes them; ? where it is
another, in code that may have been misread."""

from __future__ import annotations

import math
from typing import NamedTuple

from groundup.checking.model.report import Named, Quantity, Report
from groundup.checking.reference.catalogue import MISTAKES
from groundup.checking.reference.catalogue.entry import Mistake

MARKS = {True: "✓", False: "✗", None: "–"}
SYMBOLS = {
    "sigma": "σ(z)",
    "sigma_prime": "σ′(z)",
    "outputs": "outputs",
    "cost": "cost",
    "delta": "delta[{l}]",
    "dw": "dw[{l}]",
    "db": "db[{l}]",
    "step": "step[{l}]",
}
MEANINGS = {  # what a quantity is, to somebody who only knows what they called it
    "sigma": "σ(z), the activation function",
    "sigma_prime": "σ′(z), the derivative of the activation function",
    "outputs": "the outputs of the network",
    "cost": "the cost",
    "delta": "delta[{l}] = d cost / d z[{l}], the error of {where}",
    "dw": "dw[{l}], the gradient of the weights of {where}",
    "db": "db[{l}], the gradient of the biases of {where}",
    "step": "what a step makes of w[{l}] and b[{l}], those of {where}",
}


class Row(NamedTuple):
    mark: str  # ✓, ✗, – or ?
    symbol: str
    where: str = ""  # the layer, in prose
    note: str = ""  # how wrong it is


def layers_of(report: Report) -> int:
    return 1 + max((q.layer for q in report.quantities if q.layer is not None), default=0)


def place(layer: int, layers: int) -> str:
    """ "hidden layer 1 (w[0])" """
    name = "output layer" if layer == layers - 1 else f"hidden layer {layer + 1}"
    return f"{name} (w[{layer}])"


def in_layer(layer: int, layers: int) -> str:
    """The same within a sentence: the output layer has an article."""
    return ("the " if layer == layers - 1 else "") + place(layer, layers)


def plainly(name: str) -> str:
    """The symbol of a quantity in all layers; other words as they are."""
    return SYMBOLS.get(name, name).replace("[{l}]", "")


def symbol(quantity: Quantity) -> str:
    return SYMBOLS[quantity.name].format(l=quantity.layer)


def meaning(quantity: Quantity, layers: int) -> str:
    where = "" if quantity.layer is None else in_layer(quantity.layer, layers)
    return MEANINGS[quantity.name].format(l=quantity.layer, where=where)


def ladder(report: Report) -> list[Row]:
    """A line a quantity; what the code gives in no layer is one line. With a hint of 1 it ends with
    the first wrong one, and does not say how wrong that is."""
    rows, given = {}, {q.name for q in report.quantities if q.ok is not None or q.error is not None}
    unfinished = any(finding.kind == "unwritten" for finding in report.findings)
    for quantity in report.quantities:
        if quantity.name not in given:
            note = "not yet" if unfinished else "not given"
            rows[quantity.name] = Row("–", plainly(quantity.name), note=note)
            continue
        row = row_of(quantity, layers_of(report))
        if report.hint < 2 and quantity == report.first_wrong:
            rows["last"] = row._replace(note="")
            break
        rows[quantity.name, quantity.layer] = row
    return list(rows.values())


def row_of(quantity: Quantity, layers: int) -> Row:
    where = "" if quantity.layer is None else place(quantity.layer, layers)
    if quantity.ok is None and quantity.error is not None:
        return Row("?", symbol(quantity), where, "another than expected")
    note = how_wrong(quantity.error) if quantity.ok is False else ""
    return Row(MARKS[quantity.ok], symbol(quantity), where, note)


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


def line(row: Row, width: int = 0) -> str:
    """`width` is that of the longest symbol."""
    return "  " + f"{row.mark} {row.symbol:<{max(width, 10)}} {row.where:<23} {row.note}".rstrip()


def entry(named: Named) -> Mistake | None:
    """Its entry in the catalogue; what is no rule has none."""
    return next((one for one in MISTAKES if one.slug == named.slug), None)
