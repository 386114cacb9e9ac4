"""Which functions of an exercise are right, each by itself; asked of a process of its own, and of
another one for the rest where a function does not end.
"""

from __future__ import annotations

from groundup.checking.asking.conversation import SilentError
from groundup.checking.asking.python_file import File
from groundup.checking.exercises.trials import CONTEXTS, Judged
from groundup.checking.loading.targets import Target
from groundup.checking.running.looks import TIMEOUT, hanging

SESSION = "groundup.checking.exercises.answering:Judging"
SECONDS = 2.0  # for one function
HANGS = 3  # after so many functions that do not end, the rest is not tried


def judgements(target: Target, rung: str, written: list[str], timeout: float) -> dict[str, Judged]:
    """By name. Those that could not be tried, as where the file cannot be imported, are not in
    it."""
    found: dict[str, Judged] = {}
    contexts, seconds = [*CONTEXTS], min(SECONDS, timeout)
    for _ in range(HANGS):
        asked = {"rung": rung, "written": written, "seconds": seconds}
        tried: tuple[str, str] | None = None
        with File(SESSION, target, max(timeout, TIMEOUT), **asked) as talk:
            try:
                talk.listen()
                for name in [one for one in written if one not in found]:
                    for context in contexts:
                        tried = name, context
                        if said := talk.answer(tried):
                            found[name] = Judged(*said)
                        if name not in found or found[name].state == "right":
                            break
                return found
            except SilentError:
                if tried is None:
                    return found
                name, context = tried
                if name in found:  # which is wrong in smaller contexts, as far as they end
                    contexts = contexts[: contexts.index(context)]
                else:
                    found[name] = endless(name, talk, seconds)
    return found


def endless(name: str, talk: File, seconds: float) -> Judged:
    where = talk.child.where
    trace = where.read_text(encoding="utf-8", errors="replace") if where.exists() else ""
    if not trace:
        return Judged(name, "raised", f"Fix {name} first: Python itself crashes in it")
    place, detail = hanging(trace)
    words = f"it does not finish: after {seconds:g} s it was still running{place}"
    return Judged(name, "hung", f"Fix {name} first: {words}", detail)
