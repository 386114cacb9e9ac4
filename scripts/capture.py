"""Makes docs/terminal.svg, the picture in the README: what a terminal shows for the commands in it.

    python scripts/capture.py

It runs them, so that the picture is of what they do.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

COMMANDS = ["groundup train", "groundup test digits.safetensors"]
PICTURE = Path(__file__).parent.parent / "docs" / "terminal.svg"
WIDTH = 96
CHARACTER = 12.2  # how wide Rich draws one


def main() -> None:
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor")
    look = {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "COLUMNS": str(WIDTH)}
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            console.print(Text(f"$ {command}", "bold cyan"))
            run = subprocess.run(
                [sys.executable, "-m", *command.split()],
                cwd=folder,
                env=os.environ | look,
                capture_output=True,
                text=True,
                check=True,
            )
            console.print(Text.from_ansi(run.stdout))
    svg = console.export_svg(title="groundup", unique_id="groundup")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S)  # fonts from another server
    svg = re.sub(
        r'x="([\d.]+)"( y="[\d.]+") textLength="([\d.]+)"([^>]*>)((?:&#160;)+)', moved, svg
    )
    PICTURE.write_text(svg, encoding="utf-8")
    print(f"wrote {PICTURE}")


def moved(found: re.Match[str]) -> str:
    """A text without the spaces it begins with, which some viewers leave out, further right."""
    x, y, length, rest, spaces = found.groups()
    shift = CHARACTER * len(spaces) / len("&#160;")
    return f'x="{float(x) + shift:g}"{y} textLength="{float(length) - shift:g}"{rest}'


if __name__ == "__main__":
    main()
