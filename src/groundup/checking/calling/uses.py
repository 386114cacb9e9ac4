"""What code does with an argument, which says more than its name."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from groundup.checking.calling.definitions import Definition, Definitions, called_name

MADE = "zeros ones empty full rand randn uniform normal standard_normal random random_sample eye"
SHAPES = frozenset(MADE.split()) | {"identity", "xavier", "randint", "integers", "sqrt"}
LISTS = frozenset(["zip", "enumerate", "list", "tuple", "reversed", "map", "iter", "len", "sorted"])
ROUND = frozenset(
    ["enumerate", "reversed", "list", "tuple", "iter", "tqdm", "zip"]
)  # a loop over it
ARRAYS = frozenset(["dot", "matmul", "array", "asarray", "transpose", "reshape", "outer", "insert"])
SAME = frozenset(["list", "tuple", "int", "float", "str", "copy", "deepcopy"])
ANY = -1  # arguments, where nothing is said of them
DEEP = 3  # calls, through which an argument is followed
Test = Callable[[ast.AST], bool]


@dataclass
class Uses:
    """Of one argument. `tags` are among: called; width, of an array; ranged and stride, in a loop;
    listed; worded, of which words are put together; pairs, and rows that end in a target; halves,
    of what has two; array; unrolled, of which parts are reshaped; factor; flag."""

    tags: set[str] = field(default_factory=set)
    used: bool = False  # for more than that it is kept
    words: dict[str, None] = field(default_factory=dict)  # that it is compared with, or may be
    keys: dict[str, None] = field(default_factory=dict)  # that are looked up in it
    parts: dict[str, int] = field(default_factory=dict)  # attributes that it has to have, with the
    # number of arguments of those that are called
    inner: dict[str, int] = field(default_factory=dict)  # those of what is in it
    fields: dict[Any, str] = field(default_factory=dict)  # what each of several says, by its name
    sides: dict[int, Uses] = field(default_factory=dict)  # those of what is in each, by its place
    kept: dict[str, None] = field(default_factory=dict)  # attributes that it becomes
    into: dict[str, None] = field(default_factory=dict)  # or a part of
    made: dict[str, None] = field(default_factory=dict)  # or what it gives, where it is called
    of_made: dict[str, int] = field(default_factory=dict)  # the parts of that

    @property
    def is_kept_alone(self) -> bool:
        """Whether nothing is done with it."""
        return not (self.used or self.into)

    def add(self, more: Uses) -> None:
        self.tags |= more.tags
        self.used |= more.used
        for name in ("words", "keys", "parts", "inner", "fields", "of_made"):
            vars(self)[name].update(vars(more)[name])
        for place, uses in more.sides.items():
            self.sides.setdefault(place, Uses()).add(uses)


class Reading:
    """Looks arguments up in what a program defines; `names` are the values of its own names."""

    def __init__(self, definitions: Definitions, names: Mapping[str, Any]):
        self.definitions, self.names = definitions, names
        self.known: dict[tuple[int, str], Uses] = {}

    def uses(self, node: Definition, owner: ast.ClassDef | None, name: str, deep: int = 0) -> Uses:
        key = id(node), name
        if key not in self.known:
            found = self.known[key] = Uses()
            self.read(node, is_name(name), found, deep)
            if owner is not None:
                self.read_kept(owner, found, deep)
        return self.known[key]

    def read_kept(self, owner: ast.ClassDef, found: Uses, deep: int) -> None:
        """What its class does with it, where it is kept as an attribute or appended to one."""
        for other in [*found.kept]:
            self.read(owner, is_attribute(other), found, deep)
        for other in [*found.into]:
            several = Uses()
            self.read(owner, is_attribute(other), several, deep)
            found.parts |= several.inner
        for other in [*found.made]:
            instance = Uses()
            self.read(owner, is_attribute(other), instance, deep)
            found.of_made |= instance.parts

    def read(self, tree: ast.AST, is_it: Test, found: Uses, deep: int) -> None:
        for node, above in with_parents(tree):
            if not is_it(node):
                continue
            self.note(node, above, found)
            parent = above[-1]
            plain = isinstance(parent, ast.Assign | ast.AnnAssign)
            found.used |= isinstance(getattr(node, "ctx", None), ast.Load) and not plain
            if isinstance(parent, ast.keyword):
                parent = above[-2]
            if isinstance(parent, ast.Call) and node is not parent.func and deep < DEEP:
                self.follow(parent, node, found, deep)
            if isinstance(parent, ast.Call) and node is parent.func:
                kept = kept_as(parent, above[:-1])
                found.made |= {one.attr: None for one in kept if isinstance(one, ast.Attribute)}
            for target in kept_as(node, above):
                if isinstance(target, ast.Attribute):
                    found.kept[target.attr] = None
                elif isinstance(target, ast.Name) and not is_it(target) and deep < DEEP:
                    self.read(tree, is_name(target.id), found, DEEP)

    def follow(self, call: ast.Call, value: ast.AST, found: Uses, deep: int) -> None:
        """What the program's own function does with it."""
        given: list[tuple[int | str, ast.AST]] = [*enumerate(call.args)]
        given += [(one.arg or "", one.value) for one in call.keywords]
        place = next((place for place, one in given if one is value), -1)
        called = getattr(call.func, "attr", getattr(call.func, "id", ""))
        for node, owner in self.definitions.named(called) if place != -1 else ():
            names = parameters_of(node, owner)
            if isinstance(place, int):
                place = names[place] if place < len(names) else ""
            if place in names:
                found.add(self.uses(node, owner, place, deep + 1))

    def note(self, node: ast.AST, above: list[ast.AST], found: Uses) -> None:
        parent, grand = above[-1], above[-2] if len(above) > 1 else None
        match parent:
            case ast.Call(func=function) if function is node:
                found.tags.add("called")
            case ast.Call(func=function, args=given):
                name = getattr(function, "attr", getattr(function, "id", ""))
                array = name in ARRAYS and not is_side(parent, node)
                found.tags |= {"listed"} if name in LISTS else {"array"} if array else set()
                match function:
                    case ast.Attribute(attr="append", value=ast.Attribute(attr=several)):
                        found.into[several] = None
                if name == "range":
                    found.tags.add("stride" if node in given[2:] else "ranged")
                if name == "get" and isinstance(function, ast.Attribute):
                    found.words |= dict.fromkeys(self.words_of(function.value))
            case ast.Attribute(attr=name) if not hasattr(np.ndarray, name):
                if name not in ("lower", "upper", "strip", *dir(list)):
                    found.parts[name] = given_to(parent, grand)
            case ast.Attribute():
                found.tags.add("array")
            case ast.Subscript(value=value, slice=ast.Constant(key)) if value is node:
                if isinstance(key, str):
                    found.keys[key] = None
                else:
                    found.tags |= {"listed", f"at {key}"}
            case ast.Subscript(value=value, slice=index) if value is node and is_word(index):
                found.tags.add("worded")
            case ast.Subscript(value=value, slice=index) if value is node:
                found.tags |= {"array"} if isinstance(index, ast.Tuple) else {"listed"}
                found.tags |= (
                    {"unrolled"} if isinstance(index, ast.Slice) and is_reshaped(grand) else set()
                )
                if isinstance(grand, ast.Assign) and isinstance(grand.targets[0], ast.Tuple):
                    note_sides(grand.targets[0].elts, above[0], found)
                if isinstance(grand, ast.Attribute) and not hasattr(np.ndarray, grand.attr):
                    found.inner[grand.attr] = given_to(grand, above[-3])
            case ast.Subscript(value=value):
                found.words |= dict.fromkeys(self.words_of(value))
            case ast.Compare(comparators=others):
                of = [word for one in (parent.left, *others) for word in words_in(one)]
                found.words |= dict.fromkeys([*of, *self.words_of(others[0])])
            case ast.Match(cases=cases):
                found.words |= dict.fromkeys(
                    word for one in cases for word in words_in(one.pattern)
                )
            case ast.BinOp(left=left, op=operator, right=right):
                tags = {ast.MatMult: "array", ast.Mult: "factor"}
                found.tags |= {tags[type(operator)]} if type(operator) in tags else set()
                if isinstance(grand, ast.Call) and getattr(grand.func, "id", "") == "range":
                    found.tags.add("ranged")
                if isinstance(left, ast.List) or isinstance(right, ast.List):
                    times = isinstance(operator, ast.Mult)
                    found.tags |= {"width"} if times else {"listed", "joined"}
            case ast.Starred():
                found.tags |= {"listed", "joined"}
            case ast.BoolOp() | ast.If() | ast.IfExp() | ast.UnaryOp(op=ast.Not()):
                found.tags.add("flag")
            case ast.Assign(targets=[ast.Tuple(elts=[_, _])]):
                found.tags.add("halves")
            case _:
                pass
        if shapes(node, above):
            found.tags.add("sizes" if isinstance(parent, ast.Subscript) else "width")
        for target, inside in loops(node, above):
            note_loop(target, inside, found)

    def words_of(self, thing: ast.expr) -> list[str]:
        """The keys of a dictionary that is written there, or has a name."""
        if isinstance(thing, ast.Dict):
            return [one.value for one in thing.keys if isinstance(one, ast.Constant)]  # type: ignore[misc]
        known = self.names.get(thing.id) if isinstance(thing, ast.Name) else None
        return [one for one in known if isinstance(one, str)] if isinstance(known, dict) else []


def given_to(function: ast.AST, call: ast.AST | None) -> int:
    """How many arguments, where it is called."""
    if not isinstance(call, ast.Call) or call.func is not function:
        return ANY
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    return ANY if starred else len(call.args) + len(call.keywords)


def parameters_of(node: Definition, owner: ast.ClassDef | None) -> list[str]:
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if owner and names[:1] in (["self"], ["cls"]) else names


def with_parents(tree: ast.AST) -> Iterator[tuple[ast.AST, list[ast.AST]]]:
    """Each node, and those that it is in, the innermost last."""
    waiting: list[tuple[ast.AST, list[ast.AST]]] = [
        (one, [tree]) for one in ast.iter_child_nodes(tree)
    ]
    while waiting:
        node, above = waiting.pop()
        yield node, above
        waiting += [(one, [*above, node]) for one in ast.iter_child_nodes(node)]


def is_name(name: str) -> Test:
    return lambda node: isinstance(node, ast.Name) and node.id == name


def is_attribute(name: str) -> Test:
    return lambda node: isinstance(node, ast.Attribute) and node.attr == name


def kept_as(node: ast.AST, above: list[ast.AST]) -> Iterator[ast.expr]:
    """Other names of it: `self.layout = layout`, `sizes = list(sizes)`, `a, b = c, d`."""
    above = [*above]
    while above and (
        isinstance(above[-1], ast.BoolOp | ast.IfExp)
        or (isinstance(above[-1], ast.Call) and called_name(above[-1]) in SAME)
    ):
        node = above.pop()
    match above[-1] if above else None:
        case ast.Assign(targets=targets) | ast.AnnAssign(target=ast.expr() as targets):
            yield from targets if isinstance(targets, list) else [targets]
        case ast.Tuple(elts=values) if isinstance(above[-2], ast.Assign):
            for target in above[-2].targets:
                if isinstance(target, ast.Tuple) and len(target.elts) == len(values):
                    yield target.elts[values.index(node)]  # type: ignore[arg-type]
        case _:
            return


def shapes(node: ast.AST, above: list[ast.AST]) -> bool:
    """Whether it is a side of an array that is made."""
    for one in reversed(above):
        if isinstance(one, ast.Call):
            name = getattr(one.func, "attr", getattr(one.func, "id", ""))
            return name in SHAPES or (name == "reshape" and is_side(one, node))
        if not isinstance(one, ast.Tuple | ast.List | ast.keyword | ast.BinOp | ast.Subscript):
            break
    return len(above) > 1 and isinstance(above[-1], ast.List) and isinstance(above[-2], ast.BinOp)


def is_side(call: ast.Call, node: ast.AST) -> bool:
    """Whether it is in the shape that something is brought into, and not what is: `x.reshape(n, m)`
    or `np.reshape(x, (n, m))`."""
    name = getattr(call.func, "attr", "")
    of_numpy = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "np"
    own = call.args[:1] if of_numpy else [call.func]
    return name == "reshape" and not any(node is x for one in own for x in ast.walk(one))


def is_reshaped(node: ast.AST | None) -> bool:
    name = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
    return "reshape" in (name, getattr(node, "attr", ""))


def loops(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[ast.expr, ast.AST]]:
    """Loops over it, or over it turned round, counted or sliced: their targets, and what is in
    them."""
    parts: list[int] = []  # of the target, from within
    for one in reversed(above):
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") in ROUND:
            if one.func.id == "enumerate":  # type: ignore[attr-defined]
                parts.insert(0, 1)
            if one.func.id == "zip" and node in one.args:  # type: ignore[attr-defined]
                parts.insert(0, one.args.index(node))  # type: ignore[arg-type]
        elif not isinstance(one, ast.Subscript):
            break
        node = one
    else:
        return
    if isinstance(one, ast.For | ast.comprehension) and one.iter is node:
        target = one.target
        for place in parts:
            if isinstance(target, ast.Tuple) and place < len(target.elts):
                target = target.elts[place]
        yield target, one if isinstance(one, ast.For) else above[above.index(one) - 1]


def note_loop(target: ast.expr, inside: ast.AST, found: Uses) -> None:
    found.tags.add("listed")
    match target:
        case ast.Tuple(elts=[ast.Starred(), _]):
            found.tags.add("rows")
        case ast.Tuple(elts=[_, _] as both):
            found.tags.add("pairs")
            note_sides(both, inside, found)
        case ast.Tuple(elts=several):
            names = [one.id if isinstance(one, ast.Name) else "" for one in several]
            found.fields |= {place: x for place, x in enumerate(names) if x.strip("_")}
        case ast.Name(id=name):
            of_parts = Uses()
            Reading(Definitions({}), {}).read(inside, is_name(name), of_parts, DEEP)
            found.inner |= of_parts.parts
            found.fields |= {key: key for key in of_parts.keys}
            found.words |= of_parts.words
            found.tags |= {"sizes"} if "width" in of_parts.tags else set()
            found.tags |= {"pairs"} if "halves" in of_parts.tags else set()
            found.tags |= {"rows"} if "at -1" in of_parts.tags else set()
            found.tags |= {"pairs"} if {"at 0", "at 1"} <= of_parts.tags else set()
        case _:
            pass


def note_sides(both: list[ast.expr], inside: ast.AST, found: Uses) -> None:
    for place, one in enumerate(both):
        if isinstance(one, ast.Name):
            uses = Uses()
            Reading(Definitions({}), {}).read(inside, is_name(one.id), uses, DEEP)
            found.sides.setdefault(place, Uses()).add(uses)


def is_word(index: ast.expr) -> bool:
    """Whether it is put together as text is: `"W" + str(l)`, `f"W{l}"`."""
    return isinstance(index, ast.BinOp | ast.JoinedStr) and next(words_in(index), None) is not None


def words_in(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
