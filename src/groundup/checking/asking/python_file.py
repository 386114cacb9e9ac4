"""What Python code with a fixed interface shows when it is asked, in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from groundup.checking.asking.conversation import SilentError
from groundup.checking.asking.observer import CONVENTIONS, Observer, request
from groundup.checking.asking.settings import declared_probe, given, settled
from groundup.checking.loading.targets import Target
from groundup.checking.model.answers import Answers, Finding, Observed, Probe
from groundup.checking.model.declared import Declared
from groundup.checking.running.looks import MEMORY, Asked, told_printed, unfinished
from groundup.checking.running.process import Child
from groundup.checking.running.wire import event
from groundup.errors import UserError

ADAPTER = "groundup.checking.asking.answering:AnsweringAdapter"
STYLE = "the adapter {file}"
GUESSED = "assumed"


def observe_adapter(target: Target, adapter: Path, declared: Declared, timeout: float) -> Observed:
    """Raises ValueError where there is no such file."""
    if not adapter.is_file():
        raise UserError(f"expected an adapter's Python file, but there is none at {adapter}")
    with File(ADAPTER, target, timeout, adapter=str(adapter.resolve())) as talk:
        observer = FileObserver(talk)
        observer.observed.style = STYLE.format(file=adapter.name)
        return observer.run(declared, settles=True)


class File(Asked):
    """A conversation with Python code; what it says before the first question is kept: `said`."""

    def __init__(self, session: str, target: Target, timeout: float, **asked: Any):
        super().__init__(Child(session), target, timeout, MEMORY, **asked)
        self.said: dict[str, Any] = {}
        self.findings: list[Finding] = []

    def listen(self) -> None:
        """Until it is done with what it was asked. Raises SilentError where it does not get
        there."""
        ended = True
        for kind, value in map(event, self.events(self.timeout)):
            ended &= kind != "done"
            self.said[kind] = value
            self.findings += [value] if kind == "finding" else []
        if ended:
            self.child.end()
            end = unfinished(self.child, self.timeout, "answer" in self.said)
            raise SilentError(end.kind, end.message, end.detail)

    def answer(self, asked: Any) -> Any:
        """None where it has no answers."""
        self.said.pop("answer", None)
        self.child.ask(asked)
        self.listen()
        return self.said.get("answer")


class FileObserver(Observer):
    printed = ""  # what it first prints when it is called

    def __init__(self, talk: File):
        super().__init__()
        self.talk = talk

    def run(self, declared: Declared, settles: bool = False) -> Observed:
        """`settles` where it does not take activations and a cost, but has its own."""
        with self.conversation():
            self.talk.listen()
            declared = declared.by_adapter(self.talk.said.get("said", {}))
            settings, known = given(declared)
            if settles:
                probe = declared_probe("lopsided", settings, declared)
                first = self.read(self.reply(request(probe, probe.batches[0])), probe)
                unknown = dict.fromkeys(known, GUESSED)
                settings, known = settled(first, probe, declared) or (settings, unknown)
            self.observed.settings, self.observed.known_from = settings, known
            self.observed.conventions = dict(CONVENTIONS)
            self.all_probes(settings, declared)
        self.observed.findings[:0] = self.talk.findings
        if printed := self.printed or self.talk.child.printed.text:
            self.observed.findings.append(told_printed(printed))
        return self.observed

    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        found = self.talk.answer(asked)
        if found is None:
            raise SilentError("", "why it has none was told")
        if "unfit" in found:
            raise SilentError("wrong shape", found["unfit"])
        self.printed = self.printed or found["printed"]
        for name in found.get("changed", ()):
            message = f"The call changed the {name} it was given, {self.where}"
            self.find("inputs changed", message, key=name)
        if found.get("note"):
            self.find("note", *found["note"], key="step")
        return found

    def read(self, reply: dict[str, Any], probe: Probe) -> Answers:
        if "raised" not in reply:
            answers = super().read(reply, probe)
            answers.db = answers.db if any(b.any() for b in probe.b) else None
            return answers
        line = reply["raised"]
        if probe.name != "steep":
            key = "".join("0" if c.isdigit() else c for c in line)[:60]
            self.find("raised", f"It raised {line} {self.where}", reply["traceback"], key)
        return Answers(raised=line)
