"""The Python of the Backprop tab: the rung `lists`, without annotations and as one text a part.

The page shows `backprop` beside the picture of a network, whose numbers its statements make, and
lets one write it: an exercise is the same text with statements taken out.
"""

from __future__ import annotations

import ast
from functools import cache
from typing import Any

from groundup.errors import UserError
from groundup.page.encoding import STATIC
from groundup.page.slips import slips
from groundup.rungs import source, without_examples
from groundup.vectors import mistakes

KIND = "sigmoid"  # of the networks that practice is judged by

GIVEN = (
    "sigmoid", "sigmoid_prime", "vector", "each", "product", "transpose", "outer", "mean", "step",
    "feedforward", "gradients", "train_batch",
)  # fmt: skip
HEAD = "import math\nfrom operator import add, mul, sub\n"
NO_CLASS = (  # a network is a tuple in the page: w, b, f, f_prime
    ("for wl, dwl in zip(network.w, dw, strict=True)", "for wl, dwl in zip(w, dw, strict=True)"),
    ("for bl, dbl in zip(network.b, db, strict=True)", "for bl, dbl in zip(b, db, strict=True)"),
    ("    w = [\n        [step(row", "    new_w = [\n        [step(row"),
    ("    b = [step(bl", "    new_b = [step(bl"),
    ("    return network._replace(w=w, b=b)", "    return new_w, new_b, f, f_prime"),
    (
        "    dw, db = gradients(network, xs, ys)\n",
        "    w, b, f, f_prime = network\n    dw, db = gradients(network, xs, ys)\n",
    ),
)
NO_GENERATOR = (  # in which Brython loses what is raised
    "zip(*(backprop(network, x, y) for x, y in zip(xs, ys, strict=True)), strict=True)",
    "zip(*[backprop(network, x, y) for x, y in zip(xs, ys, strict=True)], strict=True)",
)
CHANGES = {"train_batch": NO_CLASS, "gradients": (NO_GENERATOR,)}
STATEMENTS = {  # of backprop, by what one writes
    "z": "        z.append(each(add, product(w[l], a[l]), b[l]))",
    "a": "        a.append(each(f[l], z[l]))",
    "error": "    error = each(sub, a[last + 1], vector(y))",
    "delta_last": "    delta = {last: each(mul, error, each(f_prime[last], z[last]))}",
    "sent": "        error = product(transpose(w[l + 1]), delta[l + 1])",
    "delta": "        delta[l] = each(mul, error, each(f_prime[l], z[l]))",
    "dw": "    dw = [outer(delta[l], a[l]) for l in layers]",
    "db": "    db = [delta[l] for l in layers]",
}
WRITE = {  # what stands in an exercise in their place
    "delta_last": "    delta = {last: ...}  # the output layer's delta, of error and z[last]",
    "sent": "        error = ...  # the error of layer l, sent back from delta[l + 1]",
    "delta": "        delta[l] = ...  # layer l's delta, of error and z[l]",
    "dw": "    dw = [... for l in layers]  # from delta[l] and a[l]",
    "db": "    db = [... for l in layers]",
}
EXERCISES = {
    "output": ("delta_last",),
    "sent": ("sent",),
    "hidden": ("delta",),
    "weights": ("dw",),
    "three": ("delta_last", "sent", "delta"),
}


@cache
def lesson() -> dict[str, Any]:
    """For JSON: `given`, what is there without being written; `backprop` and `step`, the texts that
    are shown; `by_hand`, that of the guide's 2-2-1 network; and `exercises`, texts by name."""
    text = function("backprop")
    for one in STATEMENTS.values():
        once(text, one)
    exercises = {name: without(text, left) for name, left in EXERCISES.items()}
    exercises["whole"] = bodiless(text)
    exercises["all"] = "\n\n".join(
        bodiless(function(name)) for name in ("feedforward", "backprop", "gradients", "train_batch")
    )
    return {
        "given": HEAD + "\n" + "\n\n".join(map(function, GIVEN)),
        "backprop": text,
        "step": function("step"),
        "by_hand": (STATIC / "byhand.py").read_text(encoding="utf-8"),
        "exercises": exercises,
    }


def function(name: str) -> str:
    """A function of the rung, without annotations, and without examples in its docstring."""
    text = without_examples(source("lists").read_text(encoding="utf-8"))
    node = next(one for one in ast.parse(text).body if getattr(one, "name", "") == name)
    assert isinstance(node, ast.FunctionDef)
    body = text.splitlines()[node.body[0].lineno - 1 : node.end_lineno]
    found = "\n".join([f"def {name}({arguments(node)}):", *body])
    for old, new in CHANGES.get(name, ()):
        found = once(found, old).replace(old, new)
    return found + "\n"


def arguments(node: ast.FunctionDef) -> str:
    names = [one.arg for one in node.args.args]
    return ", ".join([*names, *([f"*{node.args.vararg.arg}"] if node.args.vararg else [])])


def without(text: str, left: tuple[str, ...]) -> str:
    """The text, where these statements are still to be written."""
    for name in left:
        text = text.replace(STATEMENTS[name], WRITE[name])
    return text


def bodiless(text: str) -> str:
    """A function whose body is still to be written."""
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    documented = ast.get_docstring(node) is not None
    kept = text.splitlines()[: node.body[0].end_lineno if documented else 1]
    if node.name in ("feedforward", "backprop"):
        kept.append("    w, b, f, f_prime = network")
    return "\n".join([*kept, "    ...", ""])


def once(text: str, part: str) -> str:
    """The text. Raises UserError where `part` is not in it exactly once."""
    if text.count(part) != 1:
        raise UserError(
            f"the rung lists is not as the page knows it: {part.strip()!r} is not there"
        )
    return text


@cache
def wrong_answers() -> dict[str, Any]:
    """The known wrong answers that such code can give: of networks of sigmoids, without deltas,
    which the page does not ask for; and those of beginners' slips."""
    kind = next(one for one in mistakes()["kinds"] if one["kind"] == KIND)
    networks = [one | {"right": [asked(call) for call in one["right"]]} for one in kind["networks"]]
    own = slips("\n\n".join([HEAD, *map(function, GIVEN), function("backprop")]), networks)
    return kind | {"networks": networks, "mistakes": [*map(told, kind["mistakes"]), *own]}


def told(mistake: dict[str, Any]) -> dict[str, Any]:
    """A mistake without what the page does not ask for."""
    on = {}
    for name, given in mistake["on"].items():
        on[name] = dict(given)
        if "calls" in given:
            on[name]["calls"] = [asked(call) for call in given["calls"]]
        if "one_by_one" in given:
            on[name]["one_by_one"] = asked(given["one_by_one"])
    return mistake | {"on": on}


def asked(call: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in call.items() if name[:5] not in ("delta", "cost")}
