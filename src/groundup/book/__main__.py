"""Runs a script as the book prints it, one of the book's programs, or a Python to type in."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

from groundup import book
from groundup.book import MODULES, PROGRAMS, install, scripts
from groundup.book.console import Console
from groundup.checking.loading.sources import decoded
from groundup.errors import UserError


def main(arguments: list[str]) -> None:
    install()
    if arguments[:1] in (["-h"], ["--help"]):
        print(book.__doc__)
        return
    if not arguments:
        Console().interact(f"Here are the book's {', '.join(MODULES)}: import them.")
        return
    script = Path(arguments[0])
    sys.argv = arguments
    if script.stem in PROGRAMS and script.suffix in ("", ".py"):
        run_program(script)
    else:
        run_script(script)


def run_program(script: Path) -> None:
    """One of the book's, which is here."""
    if script.is_file():
        tell(f"{script.stem} is groundup's, not {script}; to run yours, give it another name")
    module = import_module(f"groundup.book.{script.stem}")
    try:
        getattr(module, PROGRAMS[script.stem])()
    except UserError as error:
        raise SystemExit(f"groundup.book: {error}") from None


def run_script(script: Path) -> None:
    """The reader's own."""
    if not script.is_file():
        raise SystemExit(f"groundup.book: there is no script {script}; name a Python file")
    text = decoded(script)
    own = [script.parent / f"{name}.py" for name in MODULES if re.search(rf"\b{name}\b", text)]
    if names := [file.stem for file in own if file.exists() and file != script]:
        tell(
            f"import takes groundup's {', '.join(names)}, not what is beside {script}; "
            "to take yours, give them other names"
        )
    try:
        scripts.run(script)
    except scripts.NotPythonError as error:
        raise SystemExit(f"groundup.book: {error}") from None


def tell(what: str) -> None:
    print(f"groundup.book: {what}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
