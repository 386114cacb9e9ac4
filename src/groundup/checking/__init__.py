"""Is this backprop right, and if not, what is wrong with it.

`check` runs somebody's program on a tape, differentiates what it computes, and holds its steps
against that. What has no tape, such as a program in another language, is asked on probes, and its
numbers are compared with those of a reference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundup.checking.words.report import ReportInWords


def check(
    target: Any = None,
    *,
    cost: str | None = None,
    activation: str | None = None,
    l2: float = 0.0,
    l2_form: str = "half",
    layers: int | None = None,
    biases: bool = True,
    outputs: int | None = None,
    adapter: str | Path | None = None,
    command: str | None = None,
    timeout: float = 30.0,
    hint: int | None = None,
) -> ReportInWords:
    """Checks the backprop in `target`, and returns a report on it.

    `target` is a path "FILE.py", "FILE.py:NAME" or "NOTEBOOK.ipynb", a "package.module:NAME", or an
    object: a function, a class, a module, an instance. Instead of it, `command` may name a program
    that speaks the protocol of docs/check-protocol.md.

    `cost` is "quadratic" or "cross-entropy", and `activation` is one name for all layers, or two
    as "hidden,output". What you do not declare is read from the code or else assumed, and the
    report says which. `l2` is the factor in the cost's l2/2·Σw²; with `l2_form` "whole" the term is
    l2·Σw²; "half-mean" and "mean" are "half" and "whole" divided by the number of samples. For a
    command or an adapter, `layers` and `outputs` say how many the code's networks have, and
    `biases=False` that they have no biases.

    The code runs in a process of its own, for at most `timeout` seconds (of computing, if it is
    Python). For an object, that is the code of the file or the cells in which it is defined.
    `adapter` is a file of a few lines that says how code of another form is called. `hint` sets how
    much the report gives away: 1 which quantity is wrong first, 2 also which part of its rule, 3
    everything. The default is GROUNDUP_HINT from the environment, or else 3.

    Raises ValueError if there is nothing to check.
    """
    from groundup.checking.running.process import beforehand

    alone = isinstance(target, str | Path) and adapter is None and command is None
    with beforehand(alone) as child:
        from groundup.checking.request import ask, declare  # which take their time
        from groundup.checking.running.limits import deep_calls

        declared = declare(cost, activation, l2, l2_form, layers, biases, outputs)
        with deep_calls():
            hint = teachers() if hint is None else hint
            return ask(target, declared, adapter, command, timeout, hint, child)


def teachers() -> int:
    """The hint that the environment says, which whoever teaches may set for a class."""
    said = os.environ.get("GROUNDUP_HINT") or "3"
    return int(said) if said.isdecimal() else 0  # which nobody takes
