"""The shortest adapter that a learner could write, where nothing was found in their code."""

from __future__ import annotations

import ast

from groundup.checking.loading.targets import Target
from groundup.checking.names.roles import kind, role

HEAD = """\
import learner  # {file}

def backprop(w, b, x, y):  # w[l] (n_out, n_in), b[l] (n_out,), x (m, n_in) and y (m, n_out)
"""
FOR_CLASS = """\
    network = learner.{name}([wl.shape[1] for wl in w] + [len(b[-1])])
    network.weights, network.biases = w, b
    return network.{method}(x, y)  # the lists (dw, db): means over the samples
"""
FOR_TRAINING = """\
    network = learner.{name}([wl.shape[1] for wl in w] + [len(b[-1])])
    network.weights, network.biases = [wl.copy() for wl in w], [bl.copy() for bl in b]
    network.{method}(x, y)  # one step, with a learning rate of 1: what it changes is the gradient
    return [v - n for v, n in zip(w, network.weights)], [v - n for v, n in zip(b, network.biases)]
"""
FOR_FUNCTION = """\
    return learner.{name}({arguments})  # the lists (dw, db): means over the samples
"""


def shortest_adapter(target: Target) -> str:
    """A few lines for `--adapter`, with the names of the learner's file where they tell."""
    head = HEAD.format(file=target.file.name if target.file else target.module)
    tree = target.tree
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    functions = functions_in(tree)
    for telling in (with_targets, list):  # a layer's backward has none
        for found in classes:
            if name := likeliest([method.name for method in telling(functions_in(found))]):
                lines = FOR_TRAINING if kind(name) == "step" else FOR_CLASS
                return head + lines.format(name=found.name, method=name)
    name = likeliest([node.name for node in functions])
    chosen = next((f for f in functions if f.name == name), longest(with_targets(functions)))
    if chosen is not None:
        arguments = ", ".join(map(given, chosen.args.args))
        return head + FOR_FUNCTION.format(name=chosen.name, arguments=arguments)
    if classes:
        found = max(classes, key=lambda node: len(functions_in(node)))
        method = longest(functions_in(found))
        return head + FOR_CLASS.format(
            name=found.name, method=method.name if method else "backprop"
        )
    return head + FOR_FUNCTION.format(name="your_function", arguments="w, b, x, y")


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


def given(argument: ast.arg) -> str:
    """What to pass for an argument: itself, where nobody knows."""
    meant = role(argument.arg)
    if not meant or meant.name not in ("w", "b", "x", "y"):
        return argument.arg
    return meant.name if meant.layer is None else f"{meant.name}[{max(meant.layer - 1, 0)}]"
