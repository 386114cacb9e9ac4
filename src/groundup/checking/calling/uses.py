"""What code does with an argument, which says more than its name."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from groundup.checking.calling import syntax
from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.syntax import Definition, Test

LISTS = frozenset(["zip", "enumerate", "list", "tuple", "reversed", "map", "iter", "len", "sorted"])
ARRAYS = frozenset(["dot", "matmul", "array", "asarray", "transpose", "reshape", "outer", "insert"])
DEEP = 3  # calls, through which an argument is followed


@dataclass
class Uses:
    """Of one argument. `tags` are among: called; width, of an array; ranged and stride, in a loop;
    bound, of a number that is compared with it; listed; worded, of which words are put together;
    pairs, and rows that end in a target; halves, of what has two; array; unrolled, of which parts
    are reshaped; factor; flag."""

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

    @property
    def is_a_pair(self) -> bool:
        """Whether it has two parts, as the widths of a layer."""
        return "halves" in self.tags or {"at 0", "at 1"} <= self.tags

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
        self.inside: dict[tuple[int, str], Uses] = {}

    def uses(self, node: Definition, owner: ast.ClassDef | None, name: str, deep: int = 0) -> Uses:
        key = id(node), name
        if key not in self.known:
            found = self.known[key] = Uses()
            self.read(node, syntax.is_name(name), found, deep)
            if owner is not None:
                self.read_kept(owner, found, deep)
        return self.known[key]

    def read_kept(self, owner: ast.ClassDef, found: Uses, deep: int) -> None:
        """What its class does with it, where it is kept as an attribute or appended to one."""
        for other in [*found.kept]:
            self.read(owner, syntax.is_attribute(other), found, deep)
        for other in [*found.into]:
            several = Uses()
            self.read(owner, syntax.is_attribute(other), several, deep)
            found.parts |= several.inner
        for other in [*found.made]:
            instance = Uses()
            self.read(owner, syntax.is_attribute(other), instance, deep)
            found.of_made |= instance.parts

    def read(self, tree: ast.AST, is_it: Test, found: Uses, deep: int) -> None:
        for node, above in syntax.with_parents(tree):
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
                kept = syntax.kept_as(parent, above[:-1])
                found.made |= {one.attr: None for one in kept if isinstance(one, ast.Attribute)}
            for target in syntax.kept_as(node, above):
                if isinstance(target, ast.Attribute):
                    found.kept[target.attr] = None
                elif isinstance(target, ast.Name) and not is_it(target) and deep < DEEP:
                    self.read(tree, syntax.is_name(target.id), found, DEEP)

    def follow(self, call: ast.Call, value: ast.AST, found: Uses, deep: int) -> None:
        """What the program's own function does with it."""
        given: list[tuple[int | str, ast.AST]] = [*enumerate(call.args)]
        given += [(one.arg or "", one.value) for one in call.keywords]
        place = next((place for place, one in given if one is value), -1)
        for node, owner in self.definitions.named(syntax.called_name(call)) if place != -1 else ():
            names = syntax.parameters_of(node, owner)
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
                name = syntax.called_name(parent)
                array = name in ARRAYS and not syntax.is_side(parent, node)
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
                    found.parts[name] = syntax.given_to(parent, grand)
            case ast.Attribute():
                found.tags.add("array")
            case ast.Subscript(value=value, slice=ast.Constant(key)) if value is node:
                if isinstance(key, str):
                    found.keys[key] = None
                else:
                    found.tags |= {"listed", f"at {key}"}
            case ast.Subscript(
                value=value, slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(key))
            ) if value is node:
                found.tags |= {"listed", f"at -{key}"}
            case ast.Subscript(value=value, slice=index) if value is node and syntax.is_word(index):
                found.tags.add("worded")
            case ast.Subscript(value=value, slice=index) if value is node:
                found.tags |= {"array"} if isinstance(index, ast.Tuple) else {"listed"}
                if isinstance(index, ast.Slice) and syntax.is_reshaped(grand):
                    found.tags.add("unrolled")
                if isinstance(grand, ast.Assign) and isinstance(grand.targets[0], ast.Tuple):
                    self.note_sides(grand.targets[0].elts, above[0], found)
                if isinstance(grand, ast.Attribute) and not hasattr(np.ndarray, grand.attr):
                    found.inner[grand.attr] = syntax.given_to(grand, above[-3])
            case ast.Subscript(value=value):
                found.words |= dict.fromkeys(self.words_of(value))
            case ast.Compare(ops=operators, comparators=others):
                if isinstance(operators[0], ast.Lt | ast.Gt | ast.LtE | ast.GtE):
                    found.tags.add("bound")
                of = [word for one in (parent.left, *others) for word in syntax.words_in(one)]
                found.words |= dict.fromkeys([*of, *self.words_of(others[0])])
            case ast.Match(cases=cases):
                found.words |= dict.fromkeys(
                    word for one in cases for word in syntax.words_in(one.pattern)
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
            case ast.Assign(targets=[ast.Tuple(elts=[_, *others])]):
                found.tags |= {f"at {place}" for place, _ in enumerate(others, 1)}
            case _:
                pass
        if syntax.shapes(node, above):
            found.tags.add("sizes" if isinstance(parent, ast.Subscript) else "width")
        for target, inside in syntax.loops(node, above):
            self.note_loop(target, inside, found)

    def words_of(self, thing: ast.expr) -> list[str]:
        """The keys of a dictionary that is written there, or has a name."""
        if isinstance(thing, ast.Dict):
            keys = [one.value for one in thing.keys if isinstance(one, ast.Constant)]
            return [one for one in keys if isinstance(one, str)]
        known = self.named(thing)
        return [one for one in known if isinstance(one, str)] if isinstance(known, dict) else []

    def named(self, thing: ast.expr) -> Any:
        """What has this name, or this one in a module or class; None where nothing has."""
        match thing:
            case ast.Name(id=name):
                return self.names.get(name)
            case ast.Attribute(value=owner, attr=name):
                held = self.named(owner)
                return vars(held).get(name) if isinstance(held, (ModuleType, type)) else None
            case _:
                return None

    def note_loop(self, target: ast.expr, inside: ast.AST, found: Uses) -> None:
        found.tags.add("listed")
        match target:
            case ast.Tuple(elts=[ast.Starred(), _]):
                found.tags.add("rows")
            case ast.Tuple(elts=[_, _] as both):
                found.tags.add("pairs")
                self.note_sides(both, inside, found)
            case ast.Tuple(elts=several):
                names = [one.id if isinstance(one, ast.Name) else "" for one in several]
                found.fields |= {place: x for place, x in enumerate(names) if x.strip("_")}
            case ast.Name(id=name):
                of_parts = self.within(inside, name)
                found.inner |= of_parts.parts
                found.fields |= {key: key for key in of_parts.keys}
                found.words |= of_parts.words
                found.tags |= {"sizes"} if "width" in of_parts.tags else set()
                found.tags |= {"pairs"} if "halves" in of_parts.tags else set()
                found.tags |= {"rows"} if "at -1" in of_parts.tags else set()
                found.tags |= {"pairs"} if {"at 0", "at 1"} <= of_parts.tags else set()
            case _:
                pass

    def note_sides(self, both: list[ast.expr], inside: ast.AST, found: Uses) -> None:
        for place, one in enumerate(both):
            if isinstance(one, ast.Name):
                found.sides.setdefault(place, Uses()).add(self.within(inside, one.id))

    def within(self, node: ast.AST, name: str) -> Uses:
        """Of a name in this node alone, which may give itself: `for x in x`."""
        key = id(node), name
        if key not in self.inside:
            found = self.inside[key] = Uses()
            self.read(node, syntax.is_name(name), found, DEEP)
        return self.inside[key]
