"""What a chapter shows of the rungs: code, how it differs from the rung below, what it costs."""

from __future__ import annotations

import ast
import difflib
from functools import cache
from pathlib import Path

from groundup.rungs import RUNGS, source, without_examples

README = Path(__file__).parents[2] / "README.md"


@cache
def pieces(rung: str) -> dict[str, str]:
    """The rung's functions and classes by their names, as they stand in its file, but for the
    examples in their docstrings."""
    text = without_examples(source(rung).read_text(encoding="utf-8"))
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = ast.get_source_segment(text, node) or ""
    return found


def code(rung: str, *names: str) -> str:
    """These functions of the rung, as a block of Python that is shown and not run."""
    return f"```{{ .python }}\n{joined(rung, names)}\n```"


def solution(rung: str) -> str:
    """All functions of the rung, folded: what its exercise asks for."""
    head = f"The solution: the rung {rung}, or groundup read {rung}"
    shown = code(rung, *pieces(rung))
    return f'<details markdown="1"><summary>{head}</summary>\n\n{shown}\n\n</details>'


def diff(old: str, new: str, *names: str) -> str:
    """How these functions differ between two rungs: lines that went and lines that came.

    A name that only one of them has is wholly there or wholly gone.
    """
    before, after = joined(old, names).splitlines(), joined(new, names).splitlines()
    context = len(before) + len(after)
    lines = list(difflib.unified_diff(before, after, f"{old}.py", f"{new}.py", "", "", context, ""))
    kept = [line for line in lines if not line.startswith("@@")]
    return "\n".join(["```diff", *kept, "```"])


def joined(rung: str, names: tuple[str, ...]) -> str:
    """Raises ValueError where no rung has a function of that name."""
    for name in names:
        if not any(name in pieces(one) for one in RUNGS):
            raise ValueError(f"no rung has a function {name!r}")
    return "\n\n\n".join(pieces(rung)[name] for name in names if name in pieces(rung))


def table(text: str, *rows: str) -> str:
    """The README's table that has `text` in its head; where rows are named, these alone, by their
    first column. Raises ValueError where there is none."""
    lines = README.read_text(encoding="utf-8").splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith("|") and text in line), None)
    if start is None:
        raise ValueError(f"README.md has no table with {text!r} in its head")
    end = next(i for i in range(start, len(lines) + 1) if not "".join(lines[i : i + 1]).strip())
    head, body = lines[start : start + 2], lines[start + 2 : end]
    kept = [line for line in body if not rows or line.split("|")[1].strip() in rows]
    if rows and len(kept) != len(rows):
        raise ValueError(f"README.md's table of {text!r} lacks one of {', '.join(rows)}")
    return "\n".join([*head, *kept])


def measured(*rungs: str) -> str:
    """What an epoch costs on these rungs, as the README has it, with the machine and the date."""
    text = README.read_text(encoding="utf-8")
    [said] = [line for line in text.splitlines() if line.startswith("AMD EPYC")]
    where = f"A two-core {said.rstrip(':')}. An epoch is 50,000 digits through a 784-30-10 network."
    return f"{table('seconds an epoch', *rungs)}\n\n{where} `groundup climb` measures yours."
