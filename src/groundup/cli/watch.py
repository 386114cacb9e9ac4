"""`groundup check --watch`: a file is checked each time it is saved, until Ctrl-C."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from groundup.cli.console import leave, out, say, tell
from groundup.cli.reports import COLOURS, STATUS, show
from groundup.errors import UserError

if TYPE_CHECKING:
    from groundup.checking.model.report import Report


def watch(ask: Callable[[], Report], target: str, adapter: Path | None, form: str) -> NoReturn:
    """Shows what `ask` reports on a target; from the second time on first what is new, and the
    whole report only if it is another. After Ctrl-C the exit status is that of the last report, or
    130 if there was none yet. Nothing that was shown is cleared."""
    from groundup.checking.revisions import Revisions

    last, revisions = None, Revisions(target, (adapter,) if adapter else ())
    name = revisions.file.name
    try:
        while True:
            revisions.begin()
            if form == "github":
                say(f"checking {name}")  # between this and the last line, editors look for notes
            before, last = last, ask() if last is None else later(ask, last)
            if form == "text":
                show_new(last, before)
            else:
                show(last, form, revisions.file)
            if form == "github":
                say(f"checked {name}: {last.verdict}")
            sys.stdout.flush()
            if before is None:
                tell(f"watching {name}{beside(len(revisions.files))}; Ctrl-C ends")
            revisions.wait(lambda: tell(f"{name} is gone: waiting for it"))
    except KeyboardInterrupt:
        leave(130 if last is None else STATUS[last.verdict])


def later(ask: Callable[[], Report], last: Report) -> Report:
    """What cannot be checked while somebody is writing it may be mended by the next line."""
    from groundup.checking.model.answers import Finding
    from groundup.checking.words.report import ReportInWords

    try:
        return ask()
    except (UserError, OSError) as error:
        report = ReportInWords("unchecked", findings=[Finding("note", str(error))])
        report.target, report.again = last.target, last.again
        return report


def show_new(report: Report, before: Report | None) -> None:
    if before is not None:
        from groundup.checking.words.changes import changes

        line = f"\n{time.strftime('%H:%M:%S')}  {report.target}: {changes(before, report)}"
        out.print(line, style=COLOURS[report.verdict], markup=False, emoji=False, soft_wrap=True)
        if str(report) == str(before):
            return
        say("")
    show(report, "text", None)


def beside(files: int) -> str:
    others = files - 1
    return f" and {others} file{'s' if others > 1 else ''} beside it" if others else ""
