"""A learner's program on a tape, in a process of its own: the verdict on the steps that it took."""

from __future__ import annotations

import sys

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.loading.placeholders.answers import arguments
from groundup.checking.running.session import Session, target_of
from groundup.checking.tracing.runs import run


class Trace(Session):
    def first(self, seconds: float) -> None:
        target = target_of(self.request["target"])
        sys.argv[1:] = arguments(target.text)
        traced = run(target, enough=enough)
        self.emit("verdict", judge(traced.tape))
