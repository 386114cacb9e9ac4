"""`%%check` on top of a notebook's cell: the cell runs as usual, and then it is checked.

    %load_ext groundup

The line is taken away before IPython sees it, so the cell is run by nobody but IPython: its lines,
errors and results are those of any cell. What is checked is a copy of it with the cells that it
needs, in a process of its own, as `groundup check` does it with a notebook's file.
"""

from __future__ import annotations

import argparse
import inspect
import shlex
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from groundup.errors import UserError

if TYPE_CHECKING:
    from groundup.checking.words.report import ReportInWords

MAGIC = "%%check"
KINDS = {"str": str, "int": int, "float": float}
OF_FILES = ("target", "adapter", "command")  # arguments of `groundup.check`


def load(shell: Any) -> None:
    """Into IPython's shell, once."""
    if without_line in shell.input_transformers_cleanup:
        return
    shell.input_transformers_cleanup.append(without_line)
    shell.events.register("post_run_cell", partial(check_cell, shell))
    shell.register_magic_function(partial(run, shell), "cell", MAGIC.strip("%"))


def without_line(lines: list[str]) -> list[str]:
    """A cell's lines, as many as before."""
    marked = bool(lines) and words(lines[0])[:1] == [MAGIC]
    return [f"# {lines[0]}", *lines[1:]] if marked else lines


without_line.has_side_effects = True  # type: ignore[attr-defined]  # while a cell is being typed


def run(shell: Any, line: str, cell: str) -> None:
    """Runs the cell as usual, then checks it: `%%check --only backprop --cost
    cross-entropy --hint 1`, with the options of `groundup check`; `--only` is for one function or
    class in it."""
    shell.run_cell(f"{MAGIC} {line}\n{cell}")


def check_cell(shell: Any, result: Any) -> None:
    """Shows the report on a cell that has just run without an error, if it asks for one."""
    text = str(result.info.raw_cell or "").rstrip("\n")
    line = text.lstrip().partition("\n")[0]
    if words(line)[:1] != [MAGIC] or not result.success:
        return
    from IPython.core.display_functions import display

    before = shell.history_manager.input_hist_raw
    texts = [*before, text] if before[-1:] != [text] else before
    try:
        display(report_on(list(texts), line))
    except UserError as error:
        print(f"{MAGIC}: {error}")
    except KeyboardInterrupt:
        print(f"{MAGIC}: interrupted; the cell itself has run")


def report_on(texts: list[str], line: str) -> ReportInWords:
    """Of the last of a session's cells, with the options in its line. Raises ValueError."""
    import groundup
    from groundup.checking.loading import sessions

    only, options = options_in(line)
    names = [f"In[{number}]" for number in range(len(texts))]
    with tempfile.TemporaryDirectory(prefix="groundup-") as folder:
        file = Path(folder) / "notebook.ipynb"
        file.write_text(sessions.notebook(texts, names, Path.cwd()), encoding="utf-8")
        report = groundup.check(f"{file}:{only}" if only else file, **options)
    report.target, report.again = only or names[-1], line.strip()
    return report


def words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # a quotation mark without another
        return line.split()


def options_in(line: str) -> tuple[str, dict[str, Any]]:
    """The one name to check, "" for the whole cell, and the arguments of `groundup.check`. Raises
    ValueError."""
    found = vars(parser().parse_args(words(line)[1:]))
    return found.pop("only", ""), found


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UserError(message)


def parser() -> Parser:
    """Of what `groundup.check` takes, but for what says which file."""
    from groundup.checking import check

    found = Parser(argument_default=argparse.SUPPRESS, add_help=False, allow_abbrev=False)
    found.add_argument("--only")
    found.add_argument("--no-biases", dest="biases", action="store_false")
    for name, one in inspect.signature(check).parameters.items():
        if name not in (*OF_FILES, "biases"):
            kind = KINDS[str(one.annotation).partition(" ")[0]]
            found.add_argument(f"--{name.replace('_', '-')}", type=kind)
    return found
