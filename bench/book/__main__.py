"""What the commands of Nielsen's book reach, beside what the book says of them.

    python -m bench.book                     all of them, a row each in docs/guide/book.md
    python -m bench.book 3 5                 two chapters
    python -m bench.book dropout --epochs 2  one of them, shorter; its row says so
    python -m bench.book "η 1, λ" --seeds 9  nine times; its row has the range, too
    python -m bench.book --show              only prints the rows

A row is in the page as soon as it is there, so that Ctrl-C loses none but the one in work.
"""

from __future__ import annotations

import argparse
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bench.book import page
from bench.book.convolutional import COMMANDS as CONVOLUTIONAL
from bench.book.dense import COMMANDS as DENSE
from bench.book.printed import Printed
from bench.book.running import Reached, epochs_of, reach
from bench.speed import machine

COMMANDS = DENSE + CONVOLUTIONAL
COLUMNS = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())


def chosen(asked: list[str]) -> list[Printed]:
    """Those of a chapter, by its number, or that are called so in part; all where none is asked
    for."""
    return [one for one in COMMANDS if not asked or any(is_called(one, name) for name in asked)]


def is_called(printed: Printed, name: str) -> bool:
    return name == str(printed.chapter) if name.isdigit() else name in page.key(printed)


def watched(printed: Printed, epochs: int | None, seeds: int) -> Reached:
    """Runs it behind a bar of its epochs, on standard error."""
    console = Console(stderr=True)
    with Progress(
        *COLUMNS, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(page.key(printed), total=epochs or epochs_of(printed.command) or None)
        return reach(printed, epochs, seeds, lambda done: bar.update(task, completed=done))


def run(commands: list[Printed], epochs: int | None, seeds: int, show: bool) -> None:
    for printed in commands:
        row = page.row(printed, watched(printed, epochs, seeds), date.today())
        print(row, end="", flush=True)
        if not show:
            text = page.PAGE.read_text(encoding="utf-8")
            text = page.put({page.key(printed): row}, COMMANDS, machine(), text)
            page.PAGE.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.book",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("asked", nargs="*", metavar="CHAPTER|NAME", help="part of a name is enough")
    parser.add_argument("--epochs", type=int, help="at most so many, in place of the book's")
    parser.add_argument("--seeds", type=int, default=1, help="so many times, with another each")
    parser.add_argument("--show", action="store_true", help="leave the page as it is")
    asked = parser.parse_args()
    for name in ("epochs", "seeds"):
        value = getattr(asked, name)
        if value is not None and value < 1:
            parser.error(f"--{name}: expected 1 or more, got {value}")
    commands = chosen(asked.asked)
    if not commands:
        names = "; ".join(map(page.key, COMMANDS))
        parser.error(f"nothing is called {' or '.join(asked.asked)}; there are {names}")
    try:
        run(commands, asked.epochs, asked.seeds, asked.show)
    except KeyboardInterrupt:
        raise SystemExit("stopped; the rows above are whole") from None


if __name__ == "__main__":
    main()
