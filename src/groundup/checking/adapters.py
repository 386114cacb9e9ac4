"""The shortest adapter that a learner could write, where nothing was found in their code.

It is made from the real names of the class or the function that is the likeliest: parameters of the
constructor, attributes with weights and biases, arguments of the method. Where one is not known,
there is none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.loading.targets import Target
from groundup.checking.names.roles import kind, role

HEAD = """\
import learner  # {file}
{constants}
def backprop(w, b, x, y):  # lists of weights and biases, a batch of inputs and targets
"""
SIZES = "    sizes = [w[0].size // b[0].size, *(each.size for each in b)]\n"
GIVEN = {
    "sizes": "sizes",
    "eta": "1.0",
    "epochs": "1",
    "l2": "0.0",
    "n": "len(x)",
    "m": "len(x)",
    "quiet": "False",
    "seed": "0",
}
WIDTHS = (("in", "sizes[0]"), ("hid", "sizes[1]"), ("out", "sizes[-1]"))
RETURNED = "  # the lists (dw, db): means over the samples\n"
STEP = "  # one step, with a learning rate of 1: what it changes is the gradient\n"


class Held(NamedTuple):
    """Attributes of an instance: one list, or one a layer."""

    names: list[str]
    listed: bool


def shortest_adapter(target: Target) -> str:
    """A few lines for `--adapter`, with the names of the learner's file; "" where these do not
    tell enough. The check itself tries numbers in all orientations."""
    text = written(target)
    return "" if "..." in text else text


def with_proof(adapter: str) -> str:
    """The same, which raises where the network that it makes is not what it takes it for."""
    puts = re.findall(r"^    (network\..*) = \[each\.copy\(\) for each in", adapter, re.MULTILINE)
    names = [name for line in puts for name in re.findall(r"network\.(\w+)", line)]
    proof = "    from groundup.checking.adapters import prove\n"
    proof += f"    prove(network, {names}, {'BIASES = False' not in adapter})\n"
    return re.sub(r"^    network = .*\n", lambda made: made[0] + proof, adapter, flags=re.MULTILINE)


def prove(network: Any, names: Sequence[str], biases: bool) -> None:
    """Raises AttributeError where a fresh network has not these attributes, or has others that may
    be biases though it is said to have none."""
    own = vars(network)
    lacking = [name for name in names if name not in own]
    widths = {width for name in names for one in arrays(own.get(name)) for width in np.shape(one)}
    others = [] if biases else [name for name in own if name not in names]
    vectors = [n for n in others if any(is_vector(one, widths) for one in arrays(own[n]))]
    if lacking or vectors:
        raise AttributeError(f"{lacking} are not there, or {vectors} are")


def arrays(thing: Any) -> Iterator[np.ndarray]:
    """What may be numbers of layers: an array, or those in a list or dictionary."""
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, (list, tuple, dict)):
        parts = list(thing.values() if isinstance(thing, dict) else thing)
        if parts and all(isinstance(one, (int, float)) for one in parts):
            parts = [np.array(parts)]
        for part in parts:
            yield from arrays(part)


def is_vector(array: np.ndarray, widths: set[int]) -> bool:
    return array.size in widths and array.size == max(array.shape, default=0)


def written(target: Target) -> str:
    """The lines, with `...` for what is not known."""
    file = target.file.name if target.file else target.module
    classes = [node for node in target.tree.body if isinstance(node, ast.ClassDef)]
    functions = functions_in(target.tree)
    for telling in (with_targets, list):  # a layer's backward has none
        for found in classes:
            if name := likeliest([method.name for method in telling(functions_in(found))]):
                return of_class(found, name, file)
    name = likeliest([node.name for node in functions])
    chosen = next((f for f in functions if f.name == name), longest(with_targets(functions)))
    given = ", ".join(arguments(chosen)) if chosen else ""
    if chosen is not None and re.search(r"\bw\b|\.\.\.", given):  # or its weights are its own
        call = f"learner.{chosen.name}({given})"
        return HEAD.format(file=file, constants="") + f"    return {call}{RETURNED}"
    if classes:
        found = max(classes, key=lambda node: len(functions_in(node)))
        method = longest(functions_in(found))
        return of_class(found, method.name if method else "backprop", file)
    return ""


def of_class(found: ast.ClassDef, method: str, file: str | None) -> str:
    """An instance with the probe's numbers in it, and its method."""
    methods = {node.name: node for node in functions_in(found)}
    start = methods.get("__init__")
    w, b = held(found, "w"), held(found, "b")
    if not w.names:
        return ""
    constants = "" if w.listed else f"LAYERS = {len(w.names)}\n"
    constants += "" if b.names else "BIASES = False\n"
    given = ", ".join(arguments(start)) if start else ""
    lines = [f"    network = learner.{found.name}({given})\n"]
    lines += [assigned(w, "w"), assigned(b, "b")]
    call = f"network.{method}({', '.join(arguments(methods[method]))})"
    if kind(method) == "step" or stores(methods[method], w.names):
        db = difference(b, "b") if b.names else "[0.0 * each for each in b]"
        moved = f"    return {difference(w, 'w')}, {db}\n"
        lines += [f"    {call}{STEP}", moved]
    else:
        lines.append(f"    return {call}{RETURNED}")
    body = "".join(lines)
    head = HEAD.format(file=file, constants=constants and f"\n{constants}")
    return head + (SIZES if "sizes" in body else "") + body


def held(found: ast.ClassDef, what: str) -> Held:
    """The attributes with weights ("w") or biases ("b"), in their order."""
    pattern = {"w": r"w\d*|w_?[a-z]{2}|.*weights?.*|theta\d?|syn\d", "b": r"b\d*|.*bias(es)?.*"}
    names = [name for name in stored(found) if re.fullmatch(pattern[what], name.strip("_").lower())]
    listed = len(names) == 1 and not names[0][-1].isdigit()
    return Held(names, listed)


def stored(node: ast.AST) -> list[str]:
    """The attributes that are assigned to."""
    found = [part for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    return list(dict.fromkeys(part.attr for part in found if isinstance(part.ctx, ast.Store)))


def stores(function: ast.FunctionDef, names: list[str]) -> bool:
    return bool(set(stored(function)) & set(names))


def assigned(held: Held, name: str) -> str:
    """The statement that puts a probe's numbers in, as copies."""
    if not held.names:
        return ""
    if held.listed:
        return f"    network.{held.names[0]} = [each.copy() for each in {name}]\n"
    targets = ", ".join(f"network.{each}" for each in held.names)
    return f"    {targets} = [each.copy() for each in {name}]\n"


def difference(held: Held, name: str) -> str:
    """What a step has changed."""
    now = ", ".join(f"network.{each}" for each in held.names)
    now = now if held.listed else f"[{now}]"
    return f"[old - new for old, new in zip({name}, {now})]"


def functions_in(node: ast.Module | ast.ClassDef) -> list[ast.FunctionDef]:
    return [part for part in node.body if isinstance(part, ast.FunctionDef)]


def with_targets(functions: list[ast.FunctionDef]) -> list[ast.FunctionDef]:
    """Those that take targets, or pairs of inputs and targets."""
    targets = {"y", "pairs"}
    return [
        node
        for node in functions
        if targets & {meant.name for part in node.args.args if (meant := role(part.arg))}
    ]


def longest(functions: list[ast.FunctionDef]) -> ast.FunctionDef | None:
    """The one with most lines: constructors are not meant."""
    own = [node for node in functions if not node.name.startswith("__")]
    return max(own, key=lambda node: (node.end_lineno or 0) - node.lineno, default=None)


def likeliest(names: list[str]) -> str | None:
    """The name that says gradient, else one that says that it trains."""
    by_kind = {kind(name): name for name in reversed(names)}
    return by_kind.get("gradient") or by_kind.get("step")


def arguments(function: ast.FunctionDef) -> list[str]:
    """What to pass: by place what has no default; by name what decides how far a step goes."""
    every = [part for part in function.args.args if part.arg != "self"]
    needed = every[: len(every) - len(function.args.defaults)]
    optional = [part for part in every[len(needed) :] if meaning(part) in ("eta", "epochs", "l2")]
    by_name = [f"{part.arg}={given(part, 0)}" for part in optional]
    return [given(part, at(needed, part)) for part in needed] + by_name


def meaning(argument: ast.arg) -> str | None:
    meant = role(argument.arg)
    return meant.name if meant else None


def at(every: Sequence[ast.arg], argument: ast.arg) -> int:
    """How many of the same meaning stand before it: W2 is the second of the weights."""
    same = [part for part in every if meaning(part) == meaning(argument)]
    return same.index(argument)


def given(argument: ast.arg, place: int) -> str:
    """What to pass for an argument: `...`, where nobody knows."""
    meant = role(argument.arg)
    if meant is None:
        word = argument.arg.lower()
        return next((width for part, width in WIDTHS if part in word), "...")
    if meant.name in ("w", "b"):
        return meant.name if meant.layer is None else f"{meant.name}[{place}]"
    return meant.name if meant.name in ("x", "y") else GIVEN.get(meant.name, "...")
