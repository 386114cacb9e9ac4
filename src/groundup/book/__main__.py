"""Runs a script as the book prints it, or a Python to type in."""

from __future__ import annotations

import code
import sys
from pathlib import Path

from groundup import book
from groundup.book import MODULES, install, scripts


def main(arguments: list[str]) -> None:
    install()
    if arguments[:1] in (["-h"], ["--help"]):
        print(book.__doc__)
        return
    if not arguments:
        code.interact(f"Here are the book's {', '.join(MODULES)}: import them.", local={})
        return
    script = Path(arguments[0])
    sys.argv = arguments
    run_script(script)


def run_script(script: Path) -> None:
    """The reader's own."""
    if not script.is_file():
        raise SystemExit(f"groundup.book: there is no script {script}; name a file of Python")
    for own in (script.parent / f"{name}.py" for name in MODULES):
        if own.exists() and own != script:
            tell(
                f"import {own.stem} takes groundup's, not {own}; "
                "to take yours, run the script with python alone"
            )
    try:
        scripts.run(script)
    except scripts.NotPythonError as error:
        raise SystemExit(f"groundup.book: {error}") from None


def tell(what: str) -> None:
    print(f"groundup.book: {what}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
