"""Whether the learning rate of a step is the code's own: one that it keeps to itself, or a number
that it spells out where it subtracts from its weights.

Such a number and the rate are one, whatever either is for: nothing tells a gradient that is halved
from a rate that is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.loading.training import functions_of, reached
from groundup.checking.model.answers import Batch, Observation
from groundup.checking.names.roles import means, parameter_of, quantity
from groundup.checking.reading import chance
from groundup.checking.reading.adaptation import probe_for
from groundup.checking.reading.choice import Choice
from groundup.checking.reading.findings import alike
from groundup.checking.reading.forms.plausibility import quiet
from groundup.checking.reading.uses import bindings

MOST = 6
GRADIENTS = ("dw", "db", "delta", "cost", "outputs")
BATCHES = 5  # from here on, what a sum is divided by may be a number of samples


def own_rates(choice: Choice, tree: ast.Module) -> list[float]:
    """What the code's own rate may be, against the one that it is given; nothing where gradients
    are no step's, or the given rate is all that is in it."""
    probe, found = probe_for(choice.learner, choice.probe, choice.settings), []
    slower = replace(probe, settings=probe.settings._replace(eta=0.5 * probe.settings.eta))
    try:
        with quiet():
            for one in (probe, slower):
                trial = choice.learner.start(one)
                chance.seed()
                dw = trial.answers(one.batches[0]).dw or []
                found.append([one.settings.eta * each for each in dw])
    except RAISED:
        return []
    if not trial.moves:
        return []
    numbers = [1.0, *numbers_in(tree)][:MOST]
    if alike(*found):  # the same step, at whatever rate
        return [number / probe.settings.eta for number in numbers]
    functions = functions_of(tree).get(choice.learner.places["dw"].rpartition(".")[2], [])
    own = [*functions, *reached(functions, functions_of(tree))]
    return numbers if spelled_out(own) else []


def own_pace(choice: Choice, seen: Observation, tree: ast.Module) -> bool:
    """Whether the code's step, beside its gradients, is the same at whatever rate it is given: it
    has its own. One by the gradient itself has none, where nothing in it is called a rate."""
    if seen.stepped_w is None or seen.stepped_b is None or not seen.calls[0].dw:
        return False
    probe, batch = seen.probe, seen.probe.batches[0]
    slower = replace(probe, settings=probe.settings._replace(eta=0.5 * probe.settings.eta))
    try:
        with quiet():
            trial = choice.learner.start(slower)
            chance.seed()
            stepped = trial.step(Batch(batch.x.copy(), batch.y.copy(), batch.masks))
    except RAISED:
        return False
    if trial.moves or stepped is None or not alike([seen.stepped_w, seen.stepped_b], [*stepped]):
        return False
    before = zip(probe.w, seen.stepped_w, seen.calls[0].dw, strict=True)
    if not all(np.allclose(w - dw, after) for w, after, dw in before):
        return True
    place = choice.learner.places.get("step", "").rpartition(".")[2]
    functions = functions_of(tree).get(place, [])
    return any(has_rate(one) for one in (*functions, *reached(functions, functions_of(tree))))


def has_rate(node: ast.AST) -> bool:
    """Whether something that is called a rate is used in it."""
    names = (one for one in ast.walk(node) if isinstance(one, ast.Name | ast.Attribute))
    return any(means(name_of(one), "eta") for one in names if isinstance(one.ctx, ast.Load))


def numbers_in(tree: ast.Module) -> Iterator[float]:
    """All that something is multiplied by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for side in (node.left, node.right):
                number = side.value if isinstance(side, ast.Constant) else None
                if isinstance(number, float) and number > 0.0:
                    yield number


def spelled_out(nodes: Iterable[ast.AST]) -> list[float]:
    """The numbers by which what is subtracted from parameters is multiplied in these functions,
    each once; nothing where none is, but for a number of samples that it is divided by."""
    products = [number_in(value, locals_of(node)) for node in nodes for value in subtracted(node)]
    return [*dict.fromkeys(products)] if any(one != 1.0 for one in products) else []


def subtracted(node: ast.AST) -> Iterator[ast.expr]:
    """`lr * dw` of `w -= lr * dw`, `w = w - lr * dw` and `[w - lr * dw for …]`, added ones too."""
    for each in ast.walk(node):
        if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Sub | ast.Add):
            what = quantity(name_of(each.target))[0]
            if what in ("w", "b") or (isinstance(each.op, ast.Sub) and what not in GRADIENTS):
                yield each.value
        elif isinstance(each, ast.BinOp) and isinstance(each.op, ast.Sub | ast.Add):
            yield from [each.right] if parameter_of(name_of(each.left)) else ()


def name_of(node: ast.expr) -> str:
    """What `w`, `self.w` and `w[l]` are called; the key of `p["W1"]`."""
    if isinstance(node, ast.Subscript):
        key = node.slice
        inside = [one.value for one in ast.walk(key) if isinstance(one, ast.Constant)]
        words = [one for one in inside if isinstance(one, str)]
        return words[0] if words else name_of(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def locals_of(node: ast.AST) -> dict[str, ast.expr]:
    """What names are bound to that are no gradients: a step, before it is taken."""
    return {
        target.id: value
        for each in ast.walk(node)
        for target, value in bindings(each)
        if isinstance(target, ast.Name) and quantity(target.id)[0] not in GRADIENTS
    }


def number_in(value: ast.expr, known: dict[str, ast.expr]) -> float:
    """The product of the numbers in a product, but for what may be how many samples there are."""
    product = 1.0
    for factor, divides in factors(value, False):
        number = 1.0
        if isinstance(factor, ast.Constant) and isinstance(factor.value, int | float):
            number = 1.0 if divides and factor.value >= BATCHES else float(factor.value) or 1.0
        elif isinstance(factor, ast.Name) and factor.id in known and not means(factor.id, "eta"):
            rest = {name: one for name, one in known.items() if name != factor.id}
            number = number_in(known[factor.id], rest)
        product *= 1.0 / number if divides else number
    return product


def factors(value: ast.expr, divides: bool) -> Iterator[tuple[ast.expr, bool]]:
    """What it is a product of, and whether that is divided by."""
    if isinstance(value, ast.UnaryOp):
        yield from factors(value.operand, divides)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult | ast.Div | ast.MatMult):
        yield from factors(value.left, divides)
        yield from factors(value.right, divides != isinstance(value.op, ast.Div))
    else:
        yield value, divides
