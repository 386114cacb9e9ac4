"""What keeps a text from being Python 3, put right where Python's own parser finds it, line by line
the same: a notebook's magics, the syntax of Python 2, and f-strings as Python has them since 3.12.

`%matplotlib`, `!pip` and `?help` do nothing, `%time f()` is `f()`. `print` statements, `except X,
e`, `raise X, "why"`, `<>`, `10L`, `0777` and backticks are as today, and so is `f"{d["a"]}"`.
"""

from __future__ import annotations

import ast
import contextlib
import re
import tokenize
import warnings

PYTHON, PYTHON_2 = "Python", "Python 2"
MAGIC = re.compile(r"^\s*(%{1,2}\w|!|\?|[\w.]+\?{1,2}\s*$|[\w., ]+=\s*[!%]\w)")
KEPT = re.compile(r"^(\s*)%{1,2}(?:time|timeit|prun|capture|memit)\b(.*)")  # they run what follows
FOREIGN = re.compile(  # the whole cell is something else
    r"^%%(?!time|timeit|prun|capture|memit|check)\w+"
)
F_STRING = re.compile(r"\b[rR]?[fF][rR]?([\"'])")
OLDER = (  # of Python 2, and what it is today
    (re.compile(r"\bexcept\b([^:#]*?)\s*,\s*(\w+)(?=\s*:)"), r"except\1 as \2"),
    (re.compile(r"\braise\s+([\w.]+)\s*,\s*(.*\S)"), r"raise \1(\2)"),
    (re.compile(r"`([^`]+)`"), r"repr(\1)"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"\b(\d+)[lL]\b"), r"\1"),
    (re.compile(r"(?<![\w.])0+([0-7]+)\b(?!\.)"), r"0o\1"),
)
OPENING, CLOSING = ("(", "[", "{"), (")", "]", "}")
PRINT = "Missing parentheses in call to 'print'"
NULL_BYTES = "null bytes, as a text in UTF-16 has (save it as UTF-8)"
DEEPEST = 500  # nodes of a tree below each other


class TooDeepError(SyntaxError):
    """A text whose tree is so deep that going through it would end in a RecursionError."""


def repaired(
    text: str, language: str = PYTHON, spaces: tuple[int, ...] = (8, 4)
) -> tuple[str, ast.Module | SyntaxError, str]:
    """The text in Python 3, its tree, or the first error that cannot be put right, and the language
    that it was in. Where tabs are mixed with spaces, they stand for so many."""
    if FOREIGN.match(text.lstrip()):
        text = "".join(f"# {line}\n" for line in text.splitlines())
    lines = text.splitlines()
    while True:
        text = "\n".join(lines) + "\n"
        tree = parsed(text)
        if not isinstance(tree, SyntaxError):
            return text, tree, language
        found, older = without_the_error(lines, tree)
        if found != lines:
            lines, language = found, PYTHON_2 if older else language
        elif isinstance(tree, IndentationError) and "\t" in text and spaces:
            return repaired(text.expandtabs(spaces[0]), language, spaces[1:])
        else:
            return text, tree, language


def parsed(text: str) -> ast.Module | SyntaxError:
    try:
        tree = quietly_parsed(text)
    except SyntaxError as error:
        return SyntaxError(NULL_BYTES, (None, 1, None, None)) if "null" in str(error) else error
    except (RecursionError, MemoryError):  # of the parser, which has room for so many levels
        return TooDeepError("nested too deeply", (None, None, None, None))
    except ValueError:  # of an older Python
        return SyntaxError(NULL_BYTES, (None, 1, None, None))
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    line = next((getattr(node, "lineno", None) for node in level), None)
    return TooDeepError("nested too deeply", (None, line, None, None)) if level else tree


def quietly_parsed(text: str) -> ast.Module:
    """Raises SyntaxError; a learner's odd escapes are not worth a warning here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def without_the_error(lines: list[str], error: SyntaxError) -> tuple[list[str], bool]:
    """The lines as they were, where it is none of those that are known; and whether it is one that
    Python 2 had for none."""
    at = (error.lineno or 0) - 1
    if not 0 <= at < len(lines) or isinstance(error, TooDeepError):
        return lines, False
    if MAGIC.match(lines[at]):
        return [*lines[:at], statement(lines[at]), *lines[at + 1 :]], False
    found = lines[at]
    for older, today in OLDER:
        found = older.sub(today, found)
    if found != lines[at]:
        return [*lines[:at], found, *lines[at + 1 :]], True
    if error.msg.startswith(PRINT):
        return printing(lines, error), True
    return [requoted(line) for line in lines], False


def statement(magic: str) -> str:
    """What it times, else nothing."""
    kept = KEPT.match(magic)
    timed = re.sub(r"^\s*(-\w+(\s+\d+)?\s*)*", "", kept[2]) if kept else ""
    known = timed and isinstance(parsed(timed), ast.Module)
    return f"{magic[: len(magic) - len(magic.lstrip())]}{timed if known else 'pass'}"


def requoted(line: str) -> str:
    """Strings in the braces of an f-string with other quotes than its own; no backslash may be
    there either."""
    found = F_STRING.search(line)
    if not found:
        return line
    own, other = found[1], {'"': "'", "'": '"'}[found[1]]

    def inside(braces: re.Match[str]) -> str:
        return braces[0].replace(rf"{own}\n{own}", "chr(10)").replace(own, other)

    return line[: found.end()] + re.sub(r"\{[^{}]*(?=[{}])", inside, line[found.end() :])


def printing(lines: list[str], error: SyntaxError) -> list[str]:
    """The statement as a call; one that ends in a comma leaves its line open."""
    first, start = (error.lineno or 1) - 1, (error.offset or 1) - 1
    last, end = ending(lines, first, start)
    begin = start + len("print")
    found = [*lines]
    is_open = " end=' '" if lines[last][:end].endswith(",") else ""
    found[last] = f"{lines[last][:end]}{is_open}){lines[last][end:]}"
    found[first] = f"{found[first][:begin]}({found[first][begin:].lstrip()}"
    return found


def ending(lines: list[str], first: int, start: int) -> tuple[int, int]:
    """The line in which a statement ends, and the column behind it. Of one that goes on in a longer
    line than its first, the parser's error tells another column."""
    rest = iter([lines[first][start:], *lines[first + 1 :]])
    row, column, depth = 1, 0, 0
    with contextlib.suppress(tokenize.TokenError, SyntaxError):  # of what follows
        for token in tokenize.generate_tokens(lambda: f"{next(rest)}\n"):
            if token.type == tokenize.NEWLINE or (token.string == ";" and not depth):
                break
            depth += (token.string in OPENING) - (token.string in CLOSING)
            if token.type not in (tokenize.NL, tokenize.COMMENT):
                row, column = token.end
    return first + row - 1, column + (start if row == 1 else 0)


class Unguarded(ast.NodeTransformer):
    """Leaves out `raise FileNotFoundError` behind an `if`: what is not there is made up once it is
    read. A class may ask for weights that it saved, and there it stays."""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        return node

    def visit_If(self, node: ast.If) -> ast.If:
        self.generic_visit(node)
        last = node.body[-1]
        if isinstance(last, ast.Raise) and last.exc and raised(last.exc) == "FileNotFoundError":
            node.body[-1] = ast.copy_location(ast.Pass(), last)
        return node


def raised(error: ast.expr) -> str:
    return ast.unparse(error.func if isinstance(error, ast.Call) else error)
