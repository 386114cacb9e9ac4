"""What keeps a text from being Python is put right, and whatever else is wrong stays an error."""

from __future__ import annotations

import ast

import pytest

from groundup.checking.loading.repairs import PYTHON, PYTHON_2, Unguarded, repaired, requoted

OLDER = [
    ("print 1, 'a'", "print(1, 'a')"),
    ("print 'a', # why", "print('a', end=' ') # why"),
    ("if x: print x; print y\nelse: print", "if x: print(x); print(y)\nelse: print"),
    ("print '%s' % (1,\n  2) # why", "print('%s' % (1,\n  2)) # why"),
    (
        "if x:\n  print 'a', (\n    1, 22222222222222222); y\n",
        "if x:\n  print('a', (\n    1, 22222222222222222)); y",
    ),
    ("print x[1:2], {1: lambda a: a}", "print(x[1:2], {1: lambda a: a})"),
    ("try: pass\nexcept (A, B), e: pass", "try: pass\nexcept (A, B) as e: pass"),
    ("raise A, 'why'", "raise A('why')"),
    ("x = 10L <> 0777", "x = 10 != 0o777"),
    ("print 'layer ' + `i`", "print('layer ' + repr(i))"),
    ("if x:\n\tprint 1\n        z = 2", "if x:\n        print(1)\n        z = 2"),
]
QUOTES = [
    ('f"{d["a"]}"', "f\"{d['a']}\""),
    ("f'{d['a']:>{w}} {{z}}'", "f'{d[\"a\"]:>{w}} {{z}}'"),
    ('f"it\'s {", ".join(x)}"  # don\'t', "f\"it's {', '.join(x)}\"  # don't"),
    (r"f'a\n{'\n'.join(x)}'", r"f'a\n{chr(10).join(x)}'"),
    (r"'\n'.join(x)", r"'\n'.join(x)"),
]


@pytest.mark.parametrize(("old", "new"), OLDER)
def test_python_2(old: str, new: str) -> None:
    text, tree, language = repaired(old)
    assert (text, language) == (f"{new}\n", PYTHON_2)
    assert isinstance(tree, ast.Module)


@pytest.mark.parametrize("text", ["def f(:", "exec 'x'", "x = '''", "print (x", 'x = f"{d["a"]}'])
def test_what_stays_an_error(text: str) -> None:
    assert isinstance(repaired(text)[1], SyntaxError)


@pytest.mark.parametrize(("newer", "older"), QUOTES)
def test_quotes_in_the_braces_of_a_string_are_others(newer: str, older: str) -> None:
    assert requoted(newer) == older
    assert isinstance(repaired(f"x = {newer}")[1], ast.Module)


def test_what_is_no_quote_stays() -> None:
    text, _, language = repaired('print(f"{d["a"]}")\nx = "it\'s"\n')
    assert (text.splitlines()[1], language) == ('x = "it\'s"', PYTHON)


ASKED = "if not there:\n    print('missing')\n    raise {}"


def without(text: str) -> str:
    return ast.unparse(Unguarded().visit(ast.parse(text)))


@pytest.mark.parametrize("raised", ["FileNotFoundError(f'no {name}')", "FileNotFoundError"])
def test_it_goes_on_where_data_are_not_there(raised: str) -> None:
    assert without(ASKED.format(raised)).endswith("pass")


@pytest.mark.parametrize(
    "text",
    [
        ASKED.format("ValueError('shape')"),
        "try:\n    read()\nexcept OSError:\n    raise FileNotFoundError('read')",
        "class Net:\n\n    def load(self):\n        if not there:\n"
        "            raise FileNotFoundError('weights')",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert without(text) == text
