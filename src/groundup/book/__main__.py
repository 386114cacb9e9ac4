"""Runs a script that imports the book's modules by their own names, or a Python to type in."""

from __future__ import annotations

import code
import runpy
import sys
from pathlib import Path

from groundup import book
from groundup.book import MODULES, install


def main(arguments: list[str]) -> None:
    install()
    if arguments[:1] in (["-h"], ["--help"]):
        print(book.__doc__)
        return
    if not arguments:
        code.interact(f"Here are the book's {', '.join(MODULES)}: import them.", local={})
        return
    script = Path(arguments[0])
    if not script.is_file():
        raise SystemExit(f"groundup.book: there is no script {script}; name a file of Python")
    for own in (script.parent / f"{name}.py" for name in MODULES):
        if own.exists() and own != script:
            print(
                f"groundup.book: import {own.stem} takes groundup's, not {own}; "
                "to take yours, run the script with python alone",
                file=sys.stderr,
            )
    sys.argv = arguments
    sys.path.insert(0, str(script.resolve().parent))
    runpy.run_path(str(script), run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
