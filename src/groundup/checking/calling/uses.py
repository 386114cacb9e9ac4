"""What code does with an argument: a name says less than that."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from groundup.checking.calling.definitions import Definition, Definitions

COUNTED = frozenset(
    "range zeros ones empty full rand randn uniform normal standard_normal random random_sample "
    "integers randint eye int arange xavier".split()
)
TAKEN_APART = frozenset("zip enumerate list tuple reversed map iter len sorted sum".split())
ARRAYS = frozenset("dot matmul array asarray transpose reshape outer asanyarray multiply".split())
DEEP = 3  # calls, through which an argument is followed
Test = Callable[[ast.AST], bool]


@dataclass
class Uses:
    """Of one argument. `words` are what it is compared with or a key among, `keys` what is looked
    up in it, `fields` and `methods` what an object has to have, `inner` the methods of its parts."""

    called: bool = False
    number: bool = False
    listed: bool = False
    paired: bool = False
    array: bool = False
    factor: bool = False
    words: dict[str, None] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)
    fields: dict[str, None] = field(default_factory=dict)
    methods: dict[str, None] = field(default_factory=dict)
    inner: dict[str, None] = field(default_factory=dict)
    kept: dict[str, None] = field(default_factory=dict)  # other names, under which it is kept


class Reading:
    """Looks arguments up in what a program defines."""

    def __init__(self, definitions: Definitions):
        self.definitions = definitions
        self.known: dict[tuple[int, str], Uses] = {}

    def uses(self, node: Definition, owner: ast.ClassDef | None, name: str, deep: int = 0) -> Uses:
        key = id(node), name
        if key not in self.known:
            self.known[key] = found = Uses()
            self.read(node, is_name(name), found, deep)
            for other in [*found.kept] if owner else []:
                self.read(owner, is_attribute(other), found, deep)  # type: ignore[arg-type]
        return self.known[key]

    def read(self, tree: ast.AST, is_it: Test, found: Uses, deep: int) -> None:
        for node in ast.walk(tree):
            for target in kept_as(node, is_it):
                if isinstance(target, ast.Attribute):
                    found.kept[target.attr] = None
                elif isinstance(target, ast.Name) and not is_it(target) and deep < DEEP:
                    self.read(tree, is_name(target.id), found, DEEP)
            note(node, is_it, found)
            if isinstance(node, ast.Call) and deep < DEEP:
                self.follow(node, is_it, found, deep)

    def follow(self, call: ast.Call, is_it: Test, found: Uses, deep: int) -> None:
        """What the program's own function does with it."""
        given: list[tuple[int | str, ast.AST]] = [*enumerate(call.args)]
        given += [(one.arg or "", one.value) for one in call.keywords]
        for place, value in given:
            if is_it(value):
                for node, owner, name in self.parameters(call.func, place):
                    add(found, self.uses(node, owner, name, deep + 1))

    def parameters(
        self, function: ast.expr, place: int | str
    ) -> Iterator[tuple[Definition, ast.ClassDef | None, str]]:
        called = getattr(function, "attr", getattr(function, "id", ""))
        for node, owner in self.definitions.owners.values():
            made = owner is not None and owner.name == called and node.name == "__init__"
            if not made and node.name != called:
                continue
            names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
            names = names[1:] if owner and names[:1] in (["self"], ["cls"]) else names
            if isinstance(place, str) or place < len(names):
                yield node, owner, place if isinstance(place, str) else names[place]


def is_name(name: str) -> Test:
    return lambda node: isinstance(node, ast.Name) and node.id == name


def is_attribute(name: str) -> Test:
    return lambda node: isinstance(node, ast.Attribute) and node.attr == name


def add(found: Uses, more: Uses) -> None:
    for name, value in vars(more).items():
        if name != "kept":
            vars(found)[name] = vars(found)[name] | value


def kept_as(node: ast.AST, is_it: Test) -> Iterator[ast.expr]:
    """Other names of it: `self.layout = layout`, `sizes = list(sizes)`."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            pairs = list(zip(targets, values, strict=False))
        case ast.Assign(targets=targets, value=value):
            pairs = [(target, value) for target in targets]
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            pairs = [(target, value)]
        case _:
            return
    for target, value in pairs:
        parts = [value, *(value.values if isinstance(value, ast.BoolOp) else ())]
        parts += value.args if isinstance(value, ast.Call) and is_plain(value.func) else ()
        parts += [value.body, value.orelse] if isinstance(value, ast.IfExp) else ()
        if any(map(is_it, parts)):
            yield target


def is_plain(function: ast.expr) -> bool:
    """Whether it gives what it is given, in another form."""
    return isinstance(function, ast.Name) and function.id in (
        "list",
        "tuple",
        "int",
        "float",
        "str",
    )


def note(node: ast.AST, is_it: Test, found: Uses) -> None:
    """What one node says."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if is_it(value):
            if name in ("lower", "upper", "strip", "startswith"):
                found.words |= {}
            elif not hasattr(np.ndarray, name) and not hasattr(list, name):
                found.methods[name] = None
        case ast.Call(func=function) if is_it(function):
            found.called = True
        case ast.Call(func=ast.Attribute(value=ast.Subscript(value=value), attr=name)):
            if is_it(value):
                found.inner[name] = None
        case ast.Attribute(value=value, attr=name) if is_it(value):
            found.array |= hasattr(np.ndarray, name)
            if not hasattr(np.ndarray, name) and not hasattr(list, name):
                found.fields[name] = None
        case ast.Compare(left=left, comparators=others) if any(map(is_it, (left, *others))):
            found.words |= dict.fromkeys(words_in(node))
        case ast.Match(subject=subject) if is_it(subject):
            found.words |= dict.fromkeys(
                word for one in node.cases for word in words_in(one.pattern)
            )
        case ast.Subscript(value=value, slice=index):
            note_index(value, index, is_it, found)
        case ast.For(target=target, iter=several) | ast.comprehension(target=target, iter=several):
            note_loop(node, target, several, is_it, found)
        case ast.BinOp(left=left, op=operator, right=right) if is_it(left) or is_it(right):
            found.array |= isinstance(operator, ast.MatMult)
            found.factor |= isinstance(operator, ast.Mult)
            found.listed |= isinstance(left, ast.List) or isinstance(right, ast.List)
        case ast.Starred(value=value) if is_it(value):
            found.listed = True
        case _:
            pass
    if isinstance(node, ast.Call):
        note_call(node, is_it, found)


def note_call(node: ast.Call, is_it: Test, found: Uses) -> None:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    given = [*node.args, *(one.value for one in node.keywords)]
    direct = any(map(is_it, given))
    if name in COUNTED:
        found.number |= any(is_it(part) for one in given for part in parts(one))
    elif direct:
        found.listed |= name in TAKEN_APART
        found.array |= name in ARRAYS
        if name == "get" and isinstance(getattr(node.func, "value", None), ast.Dict):
            found.words |= dict.fromkeys(words_in(node.func))


def note_index(value: ast.expr, index: ast.expr, is_it: Test, found: Uses) -> None:
    if is_it(value):
        if isinstance(index, ast.Constant) and isinstance(index.value, str):
            found.keys[index.value] = None
        else:
            found.listed = True
    elif is_it(index) and isinstance(value, ast.Dict):
        found.words |= dict.fromkeys(words_in(value))


def note_loop(node: ast.AST, target: ast.expr, several: ast.expr, is_it: Test, found: Uses) -> None:
    """A loop over it, or over it turned round, counted or sliced."""
    while isinstance(several, ast.Call) and several.args and isinstance(several.func, ast.Name):
        if several.func.id == "enumerate" and isinstance(target, ast.Tuple):
            target = target.elts[-1]
        if several.func.id not in ("enumerate", "reversed", "list"):
            return
        several = several.args[0]
    several = several.value if isinstance(several, ast.Subscript) else several
    if not is_it(several):
        return
    found.listed = True
    found.paired |= isinstance(target, ast.Tuple) and len(target.elts) == 2
    if isinstance(target, ast.Name):
        for one in ast.walk(node):
            if isinstance(one, ast.Attribute) and is_name(target.id)(one.value):
                if not hasattr(np.ndarray, one.attr):
                    found.inner[one.attr] = None


def parts(node: ast.expr) -> Iterator[ast.AST]:
    """The numbers of a shape."""
    return ast.walk(node)


def words_in(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
