"""`groundup check`: is this backprop right, and if not, what is wrong with it."""

from __future__ import annotations

import shlex
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from groundup.cli.console import fail
from groundup.cli.reports import FORMATS, STATUS, file_of, show
from groundup.cli.watch import watch as watch_file

if TYPE_CHECKING:
    from groundup.checking.model.report import Report

ENDING = {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}  # a closed terminal
OF_THIS_RUN = {"json", "form", "watch"}  # options that say nothing of how code is checked


def check(
    context: Context,
    target: Annotated[
        str | None,
        Argument(
            help="What to check: FILE.py, FILE.py:NAME, NOTEBOOK.ipynb or package.module:NAME."
        ),
    ] = None,
    command: Annotated[
        str | None, Option(help='Check a program in any language instead, such as "node mynet.js".')
    ] = None,
    cost: Annotated[
        str | None, Option(help="quadratic or cross-entropy; by default as the code says.")
    ] = None,
    activation: Annotated[
        str | None,
        Option(
            help="sigmoid, tanh, relu, leaky-relu or linear, and softmax for the last layer: one "
            "name, or two such as relu,softmax; by default as the code says."
        ),
    ] = None,
    l2: Annotated[float, Option(help="The factor of L2 in the code's cost: l2/2·Σw².")] = 0.0,
    l2_form: Annotated[
        str,
        Option(
            help="half is l2/2·Σw², whole is l2·Σw²; half-mean and mean are these divided by the "
            "number of samples. Not needed where the code has a cost."
        ),
    ] = "half",
    layers: Annotated[
        int | None,
        Option(
            min=1,
            max=9,
            help="Number of weight layers that the adapter or command takes, if it is fixed.",
        ),
    ] = None,
    no_biases: Annotated[
        bool,
        Option("--no-biases", help="The networks of the adapter or the command have no biases."),
    ] = False,
    outputs: Annotated[
        int | None,
        Option(
            min=1,
            max=9,
            help="Number of outputs that the adapter or command takes, if it is fixed.",
        ),
    ] = None,
    adapter: Annotated[
        Path | None,
        Option(
            help="A short Python file that says how to call code that groundup cannot call by "
            "itself."
        ),
    ] = None,
    timeout: Annotated[float, Option(help="Seconds that the code may take.")] = 30.0,
    hint: Annotated[
        int,
        Option(
            min=1,
            max=3,
            envvar="GROUNDUP_HINT",
            help="How much to tell: 1 which quantity is wrong first, 2 also which part of its "
            "rule, 3 everything.",
        ),
    ] = 3,
    form: Annotated[
        str | None,
        Option(
            "--format",
            help="text; json for everything; github for notes beside the code in a GitHub "
            "workflow; sarif for code scanning and editors.",
        ),
    ] = None,
    json: Annotated[bool, Option("--json", help="The same as --format json.")] = False,
    watch: Annotated[
        bool, Option("--watch", help="Check again each time the file is saved, until Ctrl-C.")
    ] = False,
) -> None:
    """Check whether a backprop is right; if not, say which rule was broken, in which layer.

    Exit status: 0 right, 1 wrong, 2 could not be checked."""
    if target is None and command is None:
        fail("name something to check, such as FILE.py, or give a program with --command")
    if target is not None and command is not None:
        fail(f"give {target} or a program with --command, not both")
    form = form_asked(form, json, watch, command)
    import groundup

    for number in ENDING:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)  # and so with it the process of the code
    again = command_line(context)

    def ask() -> Report:
        report = groundup.check(
            target,
            cost=cost,
            activation=activation,
            l2=l2,
            l2_form=l2_form,
            layers=layers,
            biases=not no_biases,
            outputs=outputs,
            adapter=adapter,
            command=command,
            timeout=timeout,
            hint=hint,
        )
        report.again = again
        return report

    if watch and target is not None:
        watch_file(ask, target, adapter, form)
    report = ask()
    show(report, form, file_of(target, command) if form in ("github", "sarif") else None)
    raise SystemExit(STATUS[report.verdict])


def form_asked(form: str | None, json: bool, watch: bool, command: str | None) -> str:
    """One of FORMATS."""
    if json and form not in (None, "json"):
        fail(f"give --json or --format {form}, not both")
    form = "json" if json else form or "text"
    if form not in FORMATS:
        fail(f"expected a --format of {', '.join(FORMATS)}, got {form}")
    if watch and command is not None:
        fail("--watch is for a file: groundup cannot know which files make up a program")
    if watch and form == "sarif":
        fail("--watch cannot write --format sarif, a file for one check; give text, json or github")
    return form


def end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def command_line(context: Context) -> str:
    """What was typed, but for how it is shown: "groundup check mynet.py --l2 0.1"."""
    words = ["groundup", "check"]
    for parameter in context.command.params:
        name = parameter.name or ""
        value, source = context.params.get(name), context.get_parameter_source(name)
        if name in OF_THIS_RUN or source is None or source.name != "COMMANDLINE":
            continue
        words += [parameter.opts[0]] if parameter.param_type_name == "option" else []
        value = f"{value:g}" if isinstance(value, float) else str(value)
        words += [] if value == "True" else [value]
    return shlex.join(words)
