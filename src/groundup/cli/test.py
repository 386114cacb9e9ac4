"""`groundup test`: how often a saved network is right, and where it errs."""

from __future__ import annotations

import shlex
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

from rich.text import Text
from typer import Argument, Option

from groundup.cli.console import err, fail, out, say, say_json
from groundup.cli.judgement import as_json, averages, class_table, compared, confidence
from groundup.cli.sources import noun, remembered_source, say_notes
from groundup.cli.train_checks import limited
from groundup.data.catalogue import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from rich.table import Table

    from groundup.baselines import Baseline
    from groundup.data import Samples
    from groundup.evaluation import Evaluation, Mistake, Regression
    from groundup.network import Network

SHOWN = 6  # mistakes
PADDING = 2  # characters of a column
HEAD = 9  # characters of a class's name above a column


def test(
    model: Annotated[Path, Argument(help="A model that groundup train saved.")],
    data: Annotated[
        str | None,
        Option(
            help="What to test on, as for groundup train --data; by default MNIST, if the model "
            "learned from it. Of data that the model learned from, only the test samples are "
            "used; of other data, all samples."
        ),
    ] = None,
    decimal: Annotated[
        str | None,
        Option(help="As for groundup train; by default as in the model's table."),
    ] = None,
    encoding: Annotated[
        str | None,
        Option(
            help="The encoding of a .csv; by default that of the table that the model learned "
            "from, and UTF-8 for others."
        ),
    ] = None,
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    plot: Annotated[
        Path | None, Option(help="Also draw the result to this PNG or SVG (needs Matplotlib).")
    ] = None,
) -> None:
    """Test a saved network on samples that it has never seen."""
    from groundup.baselines import baselines
    from groundup.evaluation import evaluate, evaluate_regression
    from groundup.network import Network

    network = Network.load(model)
    ways = {"decimal": decimal, "encoding": encoding}
    samples, learned_from = samples_for(network, model, data, ways)
    result = (evaluate_regression if network.regression else evaluate)(network, samples)
    if plot is not None:
        from groundup.plotting import draw_evaluation

        draw_evaluation(result, samples, plot)
    others = baselines(network, samples, learned_from)
    if json:
        say_json(as_json(result, others))
        return
    say_result(result, samples, others)
    if plot is not None:
        say(f"saved the plot as {plot}")
    elif find_spec("matplotlib"):
        given = {"data": data, **ways}
        named = [part for name, word in given.items() if word for part in (f"--{name}", word)]
        again = ["groundup", "test", str(model), *named]
        say(f"next: {shlex.join([*again, '--plot', 'mistakes.png'])}")
    elif data in (None, "mnist"):
        say(f"next: groundup draw {model}")


def say_result(
    result: Evaluation | Regression, samples: Samples, others: Sequence[Baseline]
) -> None:
    """The result in words, tables and small pictures."""
    from groundup.evaluation import Evaluation

    if not isinstance(result, Evaluation):
        say(f"R² {result.r_squared:.3f} on {result.total:,} rows")
        for name, error in zip(result.targets, result.rmse, strict=True):
            say(f"{name}: root mean square error {error:.4g}")
        say(compared(others))
        return
    from groundup.cli.pictures import gallery

    what = noun(samples.schema)
    name = "digit" if what == "digits" else "class"
    right = f"{result.accuracy:.2%}: {result.correct:,} of {result.total:,} {what} right"
    say(right + confidence(result.correct, result.total))
    say(f"{averages(result)}; {compared(others)}\n")
    say(f"true {name} ↓   guess →")
    for table in confusion_tables(result, out.width):
        say(table)
    say("")
    say(class_table(result))
    schema, mistakes = samples.schema, result.mistakes[:SHOWN]
    if not mistakes:
        return
    say(f"\nthe most confident of {len(result.mistakes):,} mistakes")
    words = {m.sample: mistake_words(m, result) for m in mistakes}
    if schema is None or schema.pixels:
        x = shades(samples)
        say(gallery((x(m.sample), words[m.sample]) for m in mistakes))
    if samples.where is not None:
        for m in mistakes:
            say(f"{samples.where(m.sample)}: {words[m.sample]}")


def mistake_words(mistake: Mistake, result: Evaluation) -> str:
    true, guess = map(result.name, (mistake.true, mistake.guess))
    a = "a " if len(true) == 1 else ""
    return f"{a}{true}, read as {guess} ({mistake.confidence:.0%})"


def shades(samples: Samples) -> Callable[[int], np.ndarray]:
    """From a sample's number to its pixels in grey, 0 to 255 (rows, columns)."""
    from groundup.data.images import grey_image

    return lambda sample: grey_image(samples.x[sample], samples.schema)


def samples_for(
    network: Network, model: Path, data: str | None, ways: dict[str, str | None]
) -> tuple[Samples, Samples | None]:
    """What to judge the model by, and what it learned from, where that is here too. Where it
    learned from other data than it would be judged by: refuses to, if nobody asked for these; else
    says so, and takes all of them. ways: how a table of text is written, by the options' names."""
    from groundup.data.identity import identity

    learned = network.data
    source = remembered_source(data or "mnist", learned and learned.get("source"))
    if learned is None or source.data != learned["name"]:
        source = replace(source, encoding=None)
    source = replace(source, **{name: word for name, word in ways.items() if word is not None})
    if data is None and learned is not None and learned["name"] != "mnist":
        refuse(model, learned)
    judging = source.load(network.schema if learned else None)
    if learned is None or learned["digest"] == identity("", judging)["digest"]:
        return judging.test, limited(judging, (learned or {}).get("limit")).train
    if data is None:
        refuse(model, learned)
    if source.data not in KNOWN and not len((whole := source.load(network.schema, True)).test.x):
        judging = judging._replace(test=whole.train)
    say_notes(judging)
    err.print(
        f"{model} was trained on data other than {data}: {about(learned)}; "
        f"{noun(judging)} judged: {len(judging.test.x):,}",
        markup=False,
        soft_wrap=True,
    )
    return judging.test, None


def refuse(model: Path, learned: dict[str, Any]) -> NoReturn:
    fail(
        f"{model} was trained on data other than MNIST: {about(learned)}; say what to judge "
        f"it by, such as: groundup test {shlex.quote(str(model))} --data "
        f"{shlex.quote(learned['name'])}"
    )


def about(learned: dict[str, Any]) -> str:
    shape = "×".join(map(str, learned["shape"]))
    classes = f"{learned['classes']} classes" if learned["classes"] else "a regression"
    return f"{learned['name']} ({classes}, {shape} numbers a sample)"


def confusion_tables(result: Evaluation, width: int) -> Iterator[Table]:
    """Rows are true classes, columns guesses, of which long names are cut; right ones green,
    mistakes redder the more there are. A table if that is not too wide, else several with some of
    the guesses each."""
    from rich.table import Table

    confusion = result.confusion
    classes, digits = len(confusion), len(str(confusion.max()))
    labels = [result.name(label) for label in range(classes)]
    heads = [label if len(label) <= HEAD else f"{label[: HEAD - 1]}…" for label in labels]
    digits = max(digits, *map(len, heads))
    columns = max(1, (width - PADDING - max(map(len, labels))) // (PADDING + digits))
    for first in range(0, classes, columns):
        guesses = range(first, min(first + columns, classes))
        table = Table(box=None, padding=(0, PADDING // 2))
        table.add_column("")
        for guess in guesses:
            table.add_column(heads[guess], justify="right", no_wrap=True)
        for true, cells in enumerate(coloured(confusion)):
            table.add_row(Text(labels[true], "bold"), *(cells[guess] for guess in guesses))
        yield table


def coloured(confusion: np.ndarray) -> list[list[Text]]:
    """Every count, in a row for each true digit."""
    worst = max(1, max(confusion[i, j] for i, j in off_diagonal(len(confusion))))
    rows = []
    for true, row in enumerate(confusion.tolist()):
        rows.append([])
        for guess, count in enumerate(row):
            if guess == true:
                style = "bold green"
            elif count:
                paleness = 1 - count / worst
                style = f"rgb(255,{30 + round(170 * paleness)},{20 + round(150 * paleness)})"
            else:
                style = "dim"
            rows[-1].append(Text(str(count) if count else "·", style))
    return rows


def off_diagonal(size: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(size) for j in range(size) if i != j]
