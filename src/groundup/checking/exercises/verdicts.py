"""Which functions of an exercise are right, each by itself; asked of a process of its own, and of
another one for the rest where a function does not end.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groundup.checking.exercises.trials import Judged
from groundup.checking.running.limits import PATIENCE
from groundup.checking.running.looks import GRACE, MEMORY, hanging
from groundup.checking.running.process import Run

SECONDS = 2.0  # for one function
HANGS = 3  # after so many functions that do not end, the rest is not tried


def judgements(file: Path, rung: str, written: list[str], timeout: float) -> dict[str, Judged]:
    """By name. Those that could not be tried, as where the file cannot be imported, are not in
    it."""
    found: dict[str, Judged] = {}
    left, contexts = list(written), 3
    for _ in range(HANGS):
        request = {
            "file": str(file),
            "rung": rung,
            "written": written,
            "order": left,
            "contexts": contexts,
            "seconds": min(SECONDS, timeout),
            "memory": MEMORY,
        }
        lines, where = answered(request, file.parent)
        tried = None
        for line in lines:
            if "trying" in line:
                tried = line
            elif "function" in line:
                found[line["function"]] = Judged(**line)
        if tried is None or "done" in lines[-1]:
            break
        name = tried["trying"]
        if tried["context"]:
            contexts = tried["context"]
        else:
            found[name] = endless(name, where, request["seconds"])
        left = left[left.index(name) + 1 :]
    return found


def endless(name: str, where: str, seconds: float) -> Judged:
    if not where:
        return Judged(name, "raised", f"Fix {name} first: Python itself crashes in it")
    place, detail = hanging(where)
    words = f"it does not end: after {seconds:g} s it was still running{place}"
    return Judged(name, "hung", f"Fix {name} first: {words}", detail)


def answered(request: dict[str, Any], folder: Path) -> tuple[list[dict[str, Any]], str]:
    """The lines that the process wrote, and where it hung."""
    with tempfile.TemporaryDirectory(prefix="groundup-") as name:
        place = Path(name).resolve()
        (temporary := place / "temporary").mkdir()
        request = request | {"where": str(place / "where.txt")}
        (place / "request.json").write_text(json.dumps(request), encoding="utf-8")
        files = [str(place / "request.json"), str(place / "answer.jsonl")]
        module = "groundup.checking.exercises.trials"
        command = [sys.executable, "-P", "-X", "utf8", "-m", module, *files]
        seconds = len(request["order"]) * request["seconds"] * 3 * PATIENCE + GRACE
        with Run(command, folder, temporary) as run:
            run.wait(seconds)
        where = place / "where.txt"
        return list(read(place / "answer.jsonl")), where.read_text() if where.exists() else ""


def read(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        try:
            yield json.loads(line)
        except json.JSONDecodeError:  # cut off in the middle
            return
