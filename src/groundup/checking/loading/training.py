"""Whether a file trains a network: as it is, or by a function that one can call."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from groundup.checking.names.roles import kind

Function = ast.FunctionDef | ast.AsyncFunctionDef
LOOPS = (ast.For, ast.While, ast.AsyncFor)


def trains(tree: ast.Module, gradient: str, by_itself: bool = False) -> bool:
    """Whether what stands outside of functions, a main part included, comes to a loop in which the
    function or method `gradient` is called, or to the function itself where it is one that trains
    `by_itself`, in loops of its own."""
    functions = functions_of(tree)
    top = [node for node in tree.body if not isinstance(node, (*LOOPS, Function, ast.ClassDef))]
    loops = [node for node in tree.body if isinstance(node, LOOPS)]
    for node in [*top, *reached(top, functions)]:
        loops += [each for each in ast.walk(node) if isinstance(each, LOOPS)]
    called = {name for loop in loops for name in calls(loop)}
    called |= {one.name for one in reached(loops, functions)}
    if by_itself:
        run = (name for node in [*top, *loops] for name in calls(node))
        called |= {name for name in run if any(map(has_loop, functions.get(name, [])))}
    return gradient.rpartition(".")[2] in called


def could_train(tree: ast.Module, gradient: str) -> bool:
    """Whether a function or method has a loop in which `gradient` is called, and is not itself one
    for gradients, as that of layers which goes through them all."""
    functions, name = functions_of(tree), gradient.rpartition(".")[2]
    loops = [
        node
        for called, each in functions.items()
        if kind(called) != "gradient"
        for function in each
        for node in ast.walk(function)
        if isinstance(node, LOOPS)
    ]
    called = {one for loop in loops for one in calls(loop)}
    return name in called or name in {one.name for one in reached(loops, functions)}


def sums(tree: ast.Module, name: str) -> bool:
    """Whether the function or method `name` asks how many samples it was given, and sums or
    averages over an axis."""
    return any(
        counts(function) and any(map(over_an_axis, ast.walk(function)))
        for function in functions_of(tree).get(name.rpartition(".")[2], [])
    )


def counts(function: Function) -> bool:
    names = {getattr(one, "attr", getattr(one, "id", "")) for one in ast.walk(function)}
    return bool(names & {"len", "shape"})


def over_an_axis(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not any(one.arg == "axis" for one in node.keywords):
        return False
    return getattr(node.func, "attr", "") in ("sum", "mean")


def has_loop(node: ast.AST) -> bool:
    return any(isinstance(each, LOOPS) for each in ast.walk(node))


def functions_of(tree: ast.Module) -> dict[str, list[Function]]:
    """By name, methods too; a class has the name of what makes its instances."""
    found: dict[str, list[Function]] = {}
    for node in ast.walk(tree):
        if isinstance(node, Function):
            found.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.ClassDef):
            makers = [each for each in node.body if isinstance(each, Function)]
            found[node.name] = [each for each in makers if each.name == "__init__"]
    return found


def reached(start: Iterable[ast.AST], functions: dict[str, list[Function]]) -> list[Function]:
    """The functions that these nodes call, and those that they call, and so on."""
    found: dict[int, Function] = {}
    waiting = list(start)
    while waiting:
        for name in calls(waiting.pop()):
            for function in functions.get(name, []):
                if id(function) not in found:
                    found[id(function)] = function
                    waiting.append(function)
    return list(found.values())


def calls(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            yield each.func.id
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
            yield each.func.attr
