"""The likely line of a mistake in the learner's file.

A formula of the catalogue says by its left side what the line computes, and the layer says whether
it is the output's line or that of the hidden layers. Where more than one line could be meant, there
is no answer rather than a wrong one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from groundup.checking.loading import cells
from groundup.checking.loading.sources import Source
from groundup.checking.model.answers import Observed
from groundup.checking.model.report import Named, Report, SourceLine
from groundup.checking.names import roles
from groundup.checking.names.vocabulary import activation_named, is_derivative
from groundup.checking.reference.catalogue.entry import Mistake
from groundup.checking.words.ladder import entry, layers_of
from groundup.checking.words.statements import (
    TARGETS,
    Line,
    called_by,
    called_in,
    find_function,
    lines_of,
)

WHOLE = ("whole", "first", "all but the last")


def likely_line(sources: Iterable[Source], observed: Observed, report: Report) -> SourceLine | None:
    """The line that the first named mistake is in, or the first wrong function of its own, σ or σ′,
    returns; None where that is not clear, or more than one of a notebook's cells has such a line.
    """
    first = report.first_wrong
    if not (report.mistakes or (first and first.name.startswith("sigma"))):
        return None
    found = [place for source in sources if (place := line_in(source, observed, report))]
    return found[0] if len(found) == 1 else None


def line_in(source: Source, observed: Observed, report: Report) -> SourceLine | None:
    """That of one file or cell."""
    idle = {
        line
        for part in observed.not_run
        if Path(part.file) == source.file
        for line in range(part.first, part.last + 1)
    }
    first, search = report.first_wrong, Search(source.tree, observed, report, idle)
    if first and first.name.startswith("sigma"):
        number = search.returned(observed.functions.get(first.name, {}).get("name"))
    else:
        number = search.line(report.mistakes[0])
    if number is None:
        return None
    cell, line = cells.cell(str(source.file), number)
    return SourceLine(line, source.text.splitlines()[number - 1].strip(), cell)


class Search:
    """For one file and one report."""

    def __init__(
        self, tree: ast.Module, observed: Observed, report: Report, idle: Collection[int] = ()
    ):
        self.tree, self.observed, self.idle = tree, observed, idle
        self.report, self.layers = report, layers_of(report)

    def line(self, named: Named) -> int | None:
        quantity, known = computed_by(named.formula), entry(named)
        if quantity == "cost":
            return self.returned(self.observed.places.get("cost"))
        if quantity is None or known is None or self.elsewhere(known, quantity):
            return None
        place = self.observed.places.get("step" if quantity in ("w", "b") else quantity)
        lines = self.lines(place, quantity, "Σ" in marked(known.formula))
        left = self.of_layer(lines, named, known)
        if quantity == "delta" and (
            sends_back(marked(named.formula)) or any(not line.is_error for line in lines)
        ):
            left = of_part(left, marked(named.formula))
        if named.slug == "sign-flipped":  # which may be the step's
            left = [line for line in left if not line.less_targets]
        if "l2" in marked(named.formula):
            left = [line for line in left if line.means("l2")]
        if quantity in ("w", "b") and len(left) > 1:
            left = [line for line in left if line.means("eta")]
        if named.layer is None and quantity in ("dw", "db"):
            left = left[:1]  # all layers are wrong, and so are all these lines
        prime = self.observed.functions.get("sigma_prime", {}).get("name") or self.prime(left)
        calls_it = left and prime and all(prime in line.names for line in left)
        if named.layer is not None and calls_it and len({line.number for line in left}) > 1:
            return None  # it is right in one of these lines
        others = self.called_beside(left) if named.layer is not None else set()
        if calls_it and prime not in others and "′(" in named.formula.split(" = ")[0]:
            return self.returned(prime)
        if known.rules.keys() == {"slope"} and (within := self.unknown(left) - others):
            defines = "′(" in named.formula.split(" = ")[0] and len(within) == 1
            return self.returned(within.pop()) if defines and all(map(is_slope, within)) else None
        of_slope = self.observed.moved and re.search("⟦[^⟧]*′|′\\(⟦", named.formula)
        if of_slope and any(line.calls for line in left):
            return None  # it may be in what is called
        if quantity == "delta" and any(line.renames for line in left):
            return None  # what it is made of is in other lines
        return only(left)

    def lines(self, place: str | None, quantity: str, summing: bool) -> list[Line]:
        """Those that compute a quantity in the function that gives it, or, where that only sums
        over samples, in the one that it calls for each; none where it is not clear in which."""
        if place is None and self.observed.moved:
            return self.watched(quantity)
        function = find_function(self.tree, place)
        if function is None:
            return []
        found = [
            lines
            for inner in (function, *called_by(function, self.tree))
            if (lines := [line for line in lines_of(inner) if line.quantity == quantity])
        ]
        return found[-1] if len(found) == 1 or (len(found) == 2 and not summing) else []

    def watched(self, quantity: str) -> list[Line]:
        """Those of code that was watched: in the one function, or outside of all, that has any."""
        nodes = (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))
        functions = [node for node in nodes if node.name != "__init__"]
        found = [
            [
                line
                for line in lines_of(one)
                if line.quantity == quantity and line.number not in self.idle and not is_cost(line)
            ]
            for one in (self.tree, *functions)
        ]
        found = [lines for lines in found if lines]
        return found[0] if len(found) == 1 else []

    def prime(self, lines: list[Line]) -> str:
        """The function of the file for a derivative that lines call; "" where there is not one."""
        names = {name for line in lines for name in line.names if find_function(self.tree, name)}
        primes = [name for name in names if roles.kind(name) == "sigma_prime"]
        return primes[0] if len(primes) == 1 else ""

    def called_beside(self, lines: list[Line]) -> set[str]:
        """The functions that other lines call too, with what they may be right for."""
        numbers = {line.number for line in lines}
        calls = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return {name for one in calls if one.lineno not in numbers for name in called_in(one)}

    def unknown(self, lines: list[Line]) -> set[str]:
        """The functions that lines call, not known to be right, which may give a derivative: they
        are called so, or have one argument."""
        right = {one.get("name") for one in self.observed.functions.values()}
        calls = {name for line in lines for name in line.calls} - right
        return {name for name in calls if is_slope(name) or self.has_one_argument(name)}

    def has_one_argument(self, name: str) -> bool:
        found = (
            n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef) and n.name == name
        )
        return any(len({one.arg for one in of.args.args} - {"self", "cls"}) == 1 for of in found)

    def elsewhere(self, known: Mistake, quantity: str) -> bool:
        """Whether other lines than that of the formula may be to blame: loops that end too early,
        sums over samples, a factor."""
        part = marked(known.formula)
        if quantity in ("delta", "dw", "db") and known.where in WHOLE:
            return True
        return part in ("1", "2", "eta", "1/N") or (self.observed.one_by_one and "Σ" in part)

    def returned(self, name: str | None) -> int | None:
        """The one line that returns what the function called `name` gives."""
        function = find_function(self.tree, name)
        returns = [n.lineno for n in ast.walk(function or self.tree) if isinstance(n, ast.Return)]
        return returns[0] if function and len(returns) == 1 else None

    def of_layer(self, lines: list[Line], named: Named, known: Mistake) -> list[Line]:
        """Those that compute it in the layer that is meant, the output's or a hidden one."""
        numbered = sorted({line.suffix for line in lines if line.suffix is not None})
        if len(numbered) == self.layers and named.layer is not None:
            return [line for line in lines if line.suffix == numbered[named.layer]]
        hidden = self.layers - 1 not in named.layers
        if not named.layers or (named.layer is None and not hidden):
            return lines
        other = "out" if hidden else "hid"  # as in delta_out, delta_hidden
        beside = [line for line in lines if other not in line.name.lower()]
        by_loop = [line for line in lines if line.looped == hidden]
        if by_loop and (len(by_loop) < len(lines) or not self.observed.moved):
            return by_loop  # a script's lines are all in the loop over epochs
        return beside if len(lines) >= self.layers else []  # or some have names that tell nothing


def only(lines: list[Line]) -> int | None:
    """The number of the one line that there is."""
    return lines[0].number if len({line.number for line in lines}) == 1 else None


def is_slope(name: str) -> bool:
    """Whether a function is called as one that gives a derivative, or an activation."""
    return name == "df" or is_derivative(name) or activation_named(name) is not None


def computed_by(formula: str) -> str | None:
    """What is on the left side of a formula: delta, dw, db, cost, or w and b of a step."""
    match = re.match(r"⟦?(delta|dw|db|cost|w|b)\b", formula)
    if match is None:
        return "delta" if formula.startswith(("σ′", "tanh′")) else None
    name = match[1]
    if name in ("dw", "db") and "dw[l], db[l]:" in formula:
        return None
    return name if "=" in formula or "←" in formula else None


def marked(formula: str) -> str:
    return formula[formula.index("⟦") + 1 : formula.index("⟧")]


def sends_back(part: str) -> bool:
    """Whether it is of what is sent back through the weights."""
    return "w[" in part or part.startswith("delta[")


def of_part(lines: list[Line], part: str) -> list[Line]:
    """Of the lines on the way to a delta, some of which are only an error, those with this part of
    the formula in them."""
    if "mask" in part:
        return [line for line in lines if any("mask" in name.lower() for name in line.names)]
    if sends_back(part):
        return [line for line in lines if any(roles.quantity(n)[0] == "w" for n in line.names)]
    if part == "y" or part.endswith("- y)"):
        return [line for line in lines if any(TARGETS.match(name) for name in line.names)]
    return [line for line in lines if not line.is_error]


def is_cost(line: Line) -> bool:
    """Whether it is an error that is only kept or shown: a mean, or a sum, over everything."""
    return line.is_error and bool(line.names & {"mean", "sum", "abs", "square", "sqrt"})
