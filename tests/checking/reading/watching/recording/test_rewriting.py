"""A rewritten program does what the original does, and everything in it passes by the watch."""

from __future__ import annotations

import ast
import contextlib
import io
import itertools
import sys
import textwrap
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.checking.loading.sources import Source
from groundup.checking.reading.watching.recording.recorder import Recorder, Watch
from groundup.checking.reading.watching.recording.rewriting import (
    HURRY,
    WATCH,
    hurried,
    names_bound,
    rewrite,
)
from groundup.checking.reading.watching.recording.survey import Survey
from tests.checking.reading.watching.conftest import FILE, Noting, everything, key, line_of, run

PROGRAMS = {
    "bindings": """
        a = b = 1
        (c, [d, *e]) = 2, (3, 4, 5)
        f: int = 6
        g: int
        print(h := 7, h, a, b, c, d, e, f)
        """,
    "augmented": """
        class Thing: pass
        thing, xs = Thing(), [1, 2, 3]
        thing.w, thing.inner = 1.0, Thing()
        thing.inner.w = 2
        thing.w += 2
        thing.inner.w *= 3
        xs[1] -= 5
        xs[0:1] += [9]
        print(thing.w, thing.inner.w, xs)
        """,
    "what is called once is called once": """
        class Thing: w = 0
        things = [Thing(), Thing(), Thing()]
        left = list(things)
        left.pop().w += 5
        left.pop().w, x = 3, 4
        for left.pop().w in [7]: pass
        print([thing.w for thing in things], len(left))
        """,
    "loop with else": """
        for i in range(3):
            print(i)
        else:
            print("else")
        for i in range(3):
            if i == 1: break
        else:
            print("never")
        while i < 5:
            i += 1
        else:
            print("done", i)
        """,
    "continue and break": """
        n = 0
        while True:
            n += 1
            if n % 2: continue
            if n > 6: break
            for (a, b), c in [((1, 2), 3)]:
                print(n, a, b, c)
        """,
    "return out of loops": """
        def find(xs, x):
            for i, row in enumerate(xs):
                for j, one in enumerate(row):
                    if one == x:
                        return i, j
            return None
        print(find([[1, 2], [3, 4]], 3), find([], 1))
        """,
    "generators": """
        def numbers(n):
            got = 0
            for i in range(n):
                got = yield i + (got or 0)
            return "end"
        def outer():
            end = yield from numbers(3)
            print(end)
        it = outer()
        print(next(it), it.send(10), list(it))
        print(sum(x for x in numbers(4)))
        """,
    "nested functions": """
        def outer(n, *rest, step=2, **named):
            def inner(x):
                nonlocal n
                n = n + x * step
                return n
            for x in rest:
                inner(x)
            return n, sorted(named)
        print(outer(1, 2, 3, step=5, other=1))
        """,
    "global": """
        total = 0
        def add(x):
            global total, fresh
            for _ in range(2):
                total += x
                fresh = x
        add(3); add(4)
        print(total, fresh)
        """,
    "a comprehension's names are its own": """
        w, x = 10, 20
        def f(ws):
            s = [w * 2 for w in ws] + [x for x in ws if x]
            for k in range(2):
                s.append(w + x)
            return s, {y: y for y in ws}, (last := ws[-1])
        print(f([1, 2]))
        """,
    "class bodies": """
        class Base:
            count = 0
            table = [i for i in range(3)]
            for i in range(2):
                count += i
            def __init__(self, __secret=4):
                self.__w = __secret
            @property
            def w(self): return self.__w
            @w.setter
            def w(self, value): self.__w = value
            @staticmethod
            def double(x): return 2 * x
            @classmethod
            def make(cls): return cls(5)
            class Inner:
                def say(self): return "inner"
        class Net(Base):
            def __init__(self):
                super().__init__()
                self.w += 1
        print(Net().w, Base.make().w, Net.double(4), Net.count, Net.table, Net.Inner().say())
        """,
    "with and try": """
        import contextlib
        @contextlib.contextmanager
        def there(x):
            print("in")
            try:
                yield x
            finally:
                print("out")
        with there(3) as x, there(4):
            for i in range(x): pass
        try:
            for i in [1, 0]:
                print(1 // i)
        except ZeroDivisionError as error:
            print(error)
        else:
            print("never")
        finally:
            for j in range(1): print("finally", j)
        def g():
            try: return 1
            finally: print("leaving")
        print(g())
        """,
    "match": """
        def f(x):
            match x:
                case [a, *rest] if a:
                    for one in rest: a += one
                    return a
                case {"k": v}:
                    y = v
                case _:
                    y = None
            return y
        print(f([1, 2, 3]), f({"k": 7}), f(0))
        """,
    "async": """
        import asyncio
        w = 3
        async def f(n):
            s = 0
            for i in range(n):
                s += w
                await asyncio.sleep(0)
            return s
        for w in [4]: pass
        print(asyncio.run(f(2)))
        """,
    "docstrings": '''
        def f(x):
            """Says so."""
        def g():
            """Only
            this."""
            return 1
        class C:
            """A class."""
            def h(self):
                "One."
                for _ in range(2): self.n = 2
        print(f.__doc__, f(1), g.__doc__, g(), C.__doc__, C.h.__doc__)
        ''',
    "recursion, lambdas, decorators": """
        import functools
        @functools.lru_cache
        def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
        twice = lambda f: lambda x: f(f(x))
        print(fib(20), twice(lambda x: x + 1)(3), fib.cache_info().hits)
        """,
    "names that are deleted": """
        def f():
            x = 1
            del x
            for i in range(2):
                y = i
            del i
            for k in range(1):
                pass
            return y, k
        print(f())
        """,
}


def original(text: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, FILE, "exec"), {"__name__": "learners"})
    return printed.getvalue()


def watches() -> list[Any]:
    """All that do not stop a program."""
    nowhere = Recorder(everything, "nowhere", "nowhere", {})
    return [Watch(everything), Survey(everything), nowhere, Noting()]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_rewritten_program_prints_what_the_original_prints(name: str) -> None:
    text = textwrap.dedent(PROGRAMS[name])
    expected = original(text)
    assert expected
    for watch in watches():
        assert run(text, watch)["printed"] == expected, type(watch).__name__


SIMPLE = st.sampled_from(
    [
        "a = a + b", "b -= 1", "a, b = b, a", "c = d = a % 7", "t.w += a % 5", "xs[a % 3] += 1",
        "xs = xs[1:] + [b % 11]", "print(a, b, c, d, t.w, xs)", "a = f(b % 9)", "t.w, c = c, 2",
        "if a % 2: continue", "if b % 5 == 0: break", "d: int = a", "a = (b := b + 1) % 13",
    ]
)  # fmt: skip


def block(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """A compound statement with such lines in it, indented."""

    def built(head: str, lines: list[str], other: list[str] | None) -> list[str]:
        found = [head, *("    " + line for line in lines)]
        if head.startswith("while"):
            found.insert(1, "    n += 1")
        if other is not None and not head.startswith("with"):
            found += ["else:", *("    " + line for line in other if line.find("if ") < 0)]
            found += ["    pass"]
        return found

    heads = ["for i in range(3):", "while n < 40:", "if a > c:", "for k, a in enumerate(xs):"]
    return st.builds(built, st.sampled_from(heads), inner, st.none() | inner)


LINES = st.recursive(
    st.lists(SIMPLE, min_size=1, max_size=3),
    lambda inner: st.lists(block(inner), min_size=1, max_size=3).map(
        lambda some: [*itertools.chain(*some)]
    ),
    max_leaves=6,
)
START = """
class T: w = 0
def f(x):
    for i in range(x):
        if i == 4: return i
    else:
        x = -x
    return x
def g(a, b, c, d, n, xs, t):
    for _ in range(2):
"""


@given(LINES)
def test_loops_of_any_nesting_do_what_they_did(lines: list[str]) -> None:
    body = "\n".join(" " * 8 + line for line in lines)
    end = "\n    print(a, b, c, d, n, xs, t.w)\ng(1, 2, 3, 4, 0, [5, 6, 7], T())\n"
    text = START + body + end
    try:
        expected = original(text)
    except SyntaxError:  # a break or continue that is in an else
        return
    for watch in (Survey(everything), Noting()):
        assert run(text, watch)["printed"] == expected


WRONG = '''
import math

def deep(x):
    """A docstring."""
    y = x
    y += 1
    for i in range(2):
        z = (y +
             math.sqrt(-1.0))
    return z

class Net:
    def train(self, n):
        while n:
            n = n - 1
            self.w = [deep(1)
                      for _ in range(3)]

for epoch in range(2):
    Net().train(2)
'''


def test_half_of_all_digits_are_never_asked_for_in_quotes() -> None:
    """A word in a sentence, and other kinds of numbers, stay."""
    tree = ast.parse("a, b, c = 'float32', 'float32 is small', 'int32'\nd = f'{x:.2f} float32'")
    words = [
        one.value for one in ast.walk(rewrite(tree, Path(FILE))) if isinstance(one, ast.Constant)
    ]
    assert {"float64", "float32 is small", "int32", " float32"} <= {*words}
    assert "float32" not in words


def test_a_traceback_has_the_lines_of_the_original() -> None:
    found = []
    for tree in (ast.parse(WRONG), rewrite(ast.parse(WRONG), Path(FILE))):
        with pytest.raises(ValueError, match="math domain") as raised:
            exec(compile(tree, FILE, "exec"), {"__watch__": Watch(everything)})
        frames = traceback.extract_tb(raised.tb)
        found.append([(one.name, one.lineno) for one in frames if one.filename == FILE])
    assert found[0][0] == ("<module>", line_of(WRONG, "Net().train"))
    assert found[1] == found[0]


def test_what_stands_after_a_binding_has_its_line() -> None:
    """Where looking at it raises, it is not the file's first line that is said."""
    text = "class T: pass\n\nt = T()\nt.w = 1\n\nt.w += 2\n"

    class Raising(Watch):
        def bind(self, scope: str, name: str, line: int, value: Any) -> Any:
            assert line != 6, "here"
            return value

    with pytest.raises(AssertionError, match="here") as raised:
        run(text, Raising(everything))
    assert [f.lineno for f in traceback.extract_tb(raised.tb) if f.filename == FILE] == [6]


BOUND = """
def f(x, *, y=2):
    a = x + y
    a += 1
    b, (c, d) = 1, (2, 3)
    e: float = 4.0
    for k, v in [(5, 6)]:
        pass
    return a

class Net:
    def __init__(self, n):
        self.w = n
        self.w -= 0.5
        self.deep = self
        self.deep.b, other = 7, 8

m = n = 9
f(1)
Net(1.5)
"""


def test_every_binding_passes_by() -> None:
    watch = Noting()
    run(BOUND, watch)
    assert [(scope, name, value) for scope, name, _, value in watch.bound if name != "deep"] == [
        ("", "m", 9), ("", "n", 9),
        ("f", "x", 1), ("f", "y", 2), ("f", "a", 3), ("f", "a", 4), ("f", "b", 1), ("f", "c", 2),
        ("f", "d", 3), ("f", "e", 4.0), ("f", "k", 5), ("f", "v", 6), ("f", "return", 4),
        ("__init__", "n", 1.5), ("__init__", "self.w", 1.5), ("__init__", "self.w", 1.0),
        ("__init__", "self.deep", watch.bound[-3][3]),
        ("__init__", "self.deep.b", 7), ("__init__", "other", 8),
    ]  # fmt: skip
    lines = {name: line for scope, name, line, _ in watch.bound if scope == "f"}
    assert lines["e"] == line_of(BOUND, "e: float")
    assert lines["v"] == line_of(BOUND, "for k, v")
    assert lines["return"] == line_of(BOUND, "return a")


def test_loops_and_functions_pass_by() -> None:
    text = textwrap.dedent("""
        def f():
            for j in range(2):
                return j
        for i in range(2):
            f()
        """)
    outer, inner = key(text, "for i"), key(text, "for j")
    watch = Noting()
    run(text, watch)
    of_f = [("before", inner), ("turn", inner)]  # a return is no end of a loop
    turn = [("turn", outer), *of_f]
    assert watch.loops == [("before", outer), *turn, *turn, ("after", outer)]
    assert watch.scopes == [("enter", "f"), ("leave", "f")] * 2


def test_loops_in_a_case_pass_by() -> None:
    text = "match 1:\n    case 1:\n        for i in [2]:\n            x = i\n"
    watch = Noting()
    run(text, watch)
    assert [what for what, _ in watch.loops] == ["before", "turn", "after"]
    assert ("", "x", 4, 2) in watch.bound


def test_a_function_that_raises_is_left_all_the_same() -> None:
    watch = Noting()
    run("def f():\n    raise ValueError\ntry: f()\nexcept ValueError: pass\n", watch)
    assert watch.scopes == [("enter", "f"), ("leave", "f")]


def test_a_generator_is_neither_entered_nor_left() -> None:
    """It goes on in turns with the code around it, which would be taken for a part of it."""
    watch = Noting()
    run("def f():\n    x = 1\n    yield x\nprint(list(f()))\n", watch)
    assert watch.scopes == []
    assert ("f", "x", 2, 1) in watch.bound


def test_a_loop_is_left_where_the_watch_says_so() -> None:
    class Leaving(Noting):
        def turn(self, key: str, names: Any, outer: Any) -> bool:
            super().turn(key, names, outer)
            return len(self.loops) > 3

    names = run("n = 0\nfor i in range(9):\n    n = i\nelse:\n    n = 100\n", Leaving())
    assert names["n"] == 1  # and not its else


@pytest.mark.parametrize("where", ["module", "function"])
def test_names_are_given_other_values_before_a_loop(where: str) -> None:
    class Swapping(Watch):
        def swaps(self, key: str, name: str) -> bool:
            return key.endswith(f":{line}") and name in ("w", "later")

        def swap(self, key: str, name: str, value: Any) -> Any:
            return value + 100

    text = "w = 1\nfor i in range(2):\n    w += 1\n    later = 5\nout = w\n"
    if where == "function":
        text = "def f():\n" + textwrap.indent(text, "    ") + "    return out\nout = f()\n"
    line = line_of(text, "for i")
    assert run(text, Swapping(everything))["out"] == 103


def test_names_that_a_scope_binds() -> None:
    text = textwrap.dedent("""
        def f(a, /, b, *, c):
            global g
            g = d = (e := 1)
            for h in [i for i in b]: pass
            with a as j: pass
            def inner(): k = 1
            (lambda l: l)(2)
            self.m = n[0] = 3
            o += 1
        """)
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert sorted(names_bound(function.body, function.args)) == list("abcdehjo")


def test_lines_that_do_not_run_are_not_said_to() -> None:
    """What is new in a function or a loop stands where that begins, not where it ends."""
    text = textwrap.dedent("""
        def f(x):
            for i in range(1):
                if x:
                    continue
                x = 2
            if x:
                return x
            return 3
        f(1)
        """)
    ran: set[int] = set()

    def line(frame: Any, event: str, argument: Any) -> Any:
        ran.update([frame.f_lineno] if frame.f_code.co_filename == FILE else [])
        return line

    tree = rewrite(ast.parse(text), Path(FILE))
    before = sys.gettrace()
    sys.settrace(line)
    try:
        exec(compile(tree, FILE, "exec"), {WATCH: Watch(everything)})
    finally:
        sys.settrace(before)
    assert ran >= {3, 4, 5, 7, 8}
    assert not ran & {6, 9}


def test_in_a_hurry_every_loop_is_asked_about() -> None:
    text = "n = 0\nwhile True:\n    for i in range(5):\n        n += 1\n"
    answers = iter([False, False, False, True, True])
    names: dict[str, Any] = {HURRY: lambda: next(answers)}
    exec(compile(hurried(Source(Path(FILE), text, ast.parse(text))), FILE, "exec"), names)
    assert names["n"] == 2  # two turns, then the inner loop is left, then the outer one
    assert list(answers) == []
