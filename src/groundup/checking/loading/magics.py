"""A notebook's lines that are not Python: %matplotlib, !pip, ?help, %%time."""

from __future__ import annotations

import ast
import re
import warnings

LINE = re.compile(r"^\s*(%{1,2}\w|!|\?|[\w.]+\?{1,2}\s*$|[\w., ]+=\s*[!%]\w)")
KEPT = re.compile(r"^(\s*)%{1,2}(?:time|timeit|prun|capture|memit)\b(.*)")  # they run what follows
DEEPEST = 500  # nodes of a tree below each other
FOREIGN = re.compile(
    r"^%%(?!time|timeit|prun|capture|memit|check)\w+"
)  # the whole cell is something else


NULL_BYTES = "null bytes, as a text in UTF-16 has (save it as UTF-8)"


class TooDeepError(SyntaxError):
    """A text whose tree is so deep that going through it would end in a RecursionError."""


def without(text: str) -> tuple[str, ast.Module | SyntaxError]:
    """The text without the magics that keep it from being Python, line by line the same, and its
    tree, or the first error that is none of magics."""
    if FOREIGN.match(text.lstrip()):
        text = "".join(f"# {line}\n" for line in text.splitlines())
    lines = text.splitlines()
    while True:
        text = "\n".join(lines) + "\n"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return text, not_too_deep(ast.parse(text))
        except SyntaxError as error:
            if "null bytes" in str(error):
                return text, SyntaxError(NULL_BYTES, (None, 1, None, None))
            at = (error.lineno or 0) - 1
            if not (0 <= at < len(lines) and LINE.match(lines[at])):
                return text, error
            lines[at] = replaced(lines[at])
        except (RecursionError, MemoryError):  # of the parser, which has room for so many levels
            return text, TooDeepError("nested too deeply", (None, None, None, None))
        except ValueError:  # of an older Python, for the same
            return text, SyntaxError(NULL_BYTES, (None, 1, None, None))


def not_too_deep(tree: ast.Module) -> ast.Module | TooDeepError:
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    line = next((getattr(node, "lineno", None) for node in level), None)
    return TooDeepError("nested too deeply", (None, line, None, None)) if level else tree


def without_any(text: str) -> str:
    """Without all lines that look like magics, for text that is not Python 3 for another reason."""
    lines = text.splitlines()
    return "\n".join(replaced(line) if LINE.match(line) else line for line in lines) + "\n"


def replaced(line: str) -> str:
    """What is timed, else nothing."""
    kept = KEPT.match(line)
    statement = re.sub(r"^\s*(-\w+(\s+\d+)?\s*)*", "", kept[2]) if kept else ""
    indent = line[: len(line) - len(line.lstrip())]
    try:
        ast.parse(statement)
    except SyntaxError:
        statement = ""
    return f"{indent}{statement or 'pass'}"
