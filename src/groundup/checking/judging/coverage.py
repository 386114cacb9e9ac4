"""What stands on the way back and did not run: a branch for hidden layers, say, where there are
none."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Set

from groundup.checking.judging.flow import Flow, tree
from groundup.checking.judging.graph import takes
from groundup.checking.tracing.places import Position
from groundup.checking.tracing.runs import UNKNOWN

Branch = ast.If | ast.For | ast.While
ARRAYS = frozenset(
    ("randn", "rand", "random", "uniform", "normal", "standard_normal", "gauss", "zeros", "ones")
)


def unreached(flow: Flow) -> list[Position]:
    """Branches and loops on the way back in which nothing was computed, though they may: those of
    a function that a step comes from, within one step. What a setting chooses (a name in quotes, a
    flag) is no part of the run that is judged, and neither is what the numbers decide."""
    lines = {(x.file, x.line) for made in flow.tape.operations for x in made.place.positions}
    way = [made for made in flow.on_the_way() if takes(flow.from_parameters, made)]
    back = {(x.file, x.line) for made in way for x in made.place.positions}
    moved = {(x.file, x.line) for made in flow.parameters.places() for x in made.positions}
    decided = {(x.place.position.file, x.place.position.line) for x in flow.tape.decisions}
    ends = {(x.file, x.line) for x in flow.tape.ended_in.positions} if flow.tape.ended_in else set()
    found: list[Position] = []
    for file in {file for file, _ in back}:
        for function in functions(tree(file)):
            mine = span([function])
            if not any((file, line) in back for line in mine):
                continue
            last = max((line for name, line in lines if name == file and line in mine), default=0)
            ended = any((file, line) in ends for line in mine)
            ran = {line for name, line in lines if name == file}
            steps = {line for name, line in moved if name == file}
            for node, body in branches(function, steps, ran):
                if not ran.isdisjoint(span(body)) or not computes(body):
                    continue
                if ended and last < node.lineno:
                    continue
                if (file, node.lineno) not in decided and is_about_layers(node):
                    found.append(Position(file, node.lineno, node.col_offset, node.lineno, 0))
    ended = bool(flow.tape.ended)
    places = {(file, line) for file, _ in back for line in not_made(tree(file), lines, file, ended)}
    if flow.handed is not UNKNOWN:  # it was called from here, maybe in part
        places |= set(kinds_left(flow, back, lines))
    return found + [Position(file, line, 0, line, 0) for file, line in sorted(places)]


Line = tuple[str, int]


def kinds_left(flow: Flow, back: Set[Line], ran: Set[Line]) -> Iterator[Line]:
    """Classes with weights that have the way back of those that ran, and of which nothing ran: the
    convolutions beside dense layers, say."""
    files = flow.tape.own if isinstance(flow.tape.own, Collection) else {file for file, _ in back}
    every = [(file, one) for file in files for one in classes(tree(file))]
    way = {
        method.name
        for file, kind in every
        for method in functions(kind)
        if any((file, line) in back for line in span([method]))
    }
    for file, kind in every:
        own = {one.name for one in functions(kind)}
        unseen = not any((file, line) in ran for line in span([kind]))
        if unseen and own & way and makes_weights(kind):
            yield file, kind.lineno


def classes(tree: ast.Module) -> list[ast.ClassDef]:
    return [one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)]


def makes_weights(kind: ast.ClassDef) -> bool:
    """Whether its constructor makes arrays, as weights begin."""
    first = (one for one in functions(kind) if one.name == "__init__")
    calls = (x for one in first for x in ast.walk(one) if isinstance(x, ast.Call))
    return any(ast.unparse(x.func).rpartition(".")[2] in ARRAYS for x in calls)


def not_made(tree: ast.Module, ran: set[tuple[str, int]], file: str, ended: bool) -> Iterator[int]:
    """Loops of a script that make objects of its classes one after the other, such as layers, and
    that went round no time; none that stand behind the statement in which it was `ended`."""
    kinds = {one.name for one in tree.body if isinstance(one, ast.ClassDef)}
    own = [one for one in tree.body if not isinstance(one, ast.FunctionDef | ast.ClassDef)]
    reached = [any((file, line) in ran for line in span([one])) for one in own]
    until = len(own) - reached[::-1].index(True) if ended and any(reached) else len(own)
    for loop in (one for one in own[:until] if isinstance(one, ast.For)):
        every = [node for one in loop.body for node in ast.walk(one)]
        makes = any(isinstance(x, ast.Call) and getattr(x.func, "id", "") in kinds for x in every)
        if makes and not any((file, line) in ran for line in span(loop.body)):
            yield loop.lineno


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def branches(
    node: ast.AST, moved: set[int], ran: set[int]
) -> Iterator[tuple[Branch, list[ast.stmt]]]:
    """All in a function, but for those whose loop takes steps (`if epoch % 10 == 0`) and those
    within one that did not run itself, as another optimiser's."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            continue
        if not isinstance(child, Branch):
            yield from branches(child, moved, ran)
        elif isinstance(child, ast.If) or moved.isdisjoint(span(child.body)):
            other = child.orelse if isinstance(child, ast.If) else []
            for body in filter(None, (child.body, other)):
                yield child, body
                if not ran.isdisjoint(span(body)):
                    yield from branches(ast.Module(body, []), moved, ran)
        else:
            inside = branches(ast.Module(child.body, []), moved, ran)
            yield from (x for x in inside if not isinstance(x[0], ast.If))


def span(body: list[ast.stmt]) -> range:
    return range(body[0].lineno, (body[-1].end_lineno or body[-1].lineno) + 1)


def computes(body: list[ast.stmt]) -> bool:
    """Whether numbers are made of others there: with no operation, all is text or counting. What
    depends on a shape, say, need not be, and the numbers of rows and columns are counting."""
    sure = [one for one in body if not isinstance(one, ast.If) or is_about_layers(one)]
    every = [node for one in sure for node in without_places(one)]
    stores = any(isinstance(x, ast.Assign | ast.AugAssign | ast.Return) for x in every)
    return stores and any(map(is_product, every))


def without_places(node: ast.AST) -> Iterator[ast.AST]:
    """All in it, but what stands between the brackets of a subscript."""
    yield node
    if isinstance(node, ast.Subscript):
        yield from without_places(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from without_places(child)


def is_product(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in ("dot", "sum", "matmul")
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.MatMult)


def is_about_layers(node: Branch) -> bool:
    """Whether it goes over, or compares, what counts: no text, no flag, no remainder."""
    if isinstance(node, ast.For):
        return True
    every = list(ast.walk(node.test))
    compared = any(isinstance(x, ast.Compare) for x in every)
    kinds = (str, bool, type(None), float)
    named = any(isinstance(x, ast.Constant) and isinstance(x.value, kinds) for x in every)
    named |= is_of_a_factor(node)
    shapes = any(isinstance(x, ast.Attribute) and x.attr in ("ndim", "shape") for x in every)
    others = any(isinstance(x, ast.Mod | ast.Is | ast.IsNot) for x in every)
    return compared and not (named or shapes or others)


def is_of_a_factor(node: ast.If | ast.While) -> bool:
    """Whether it compares what numbers are multiplied with behind it, such as a decay: where that
    is 0, there is nothing to add."""
    products = [x for one in node.body for x in ast.walk(one) if isinstance(x, ast.BinOp)]
    factors = (x for one in products if isinstance(one.op, ast.Mult) for x in (one.left, one.right))
    compared = [x for x in ast.walk(node.test) if isinstance(x, ast.Compare)]
    return bool({ast.unparse(x) for x in factors} & {ast.unparse(x.left) for x in compared})
