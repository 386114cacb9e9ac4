"""How quick the page is: ready, redrawing its picture, learning, and alive meanwhile.

    python -m bench.page [--rounds 5] [--seconds 5] [--browser NAME]... [--json FILE]

From the repository's root, on an otherwise idle machine. Every round opens the exported page in a
new Chromium and a new Firefox, cut off from the network. The table shows medians of the rounds with
their low and high, and what is asked of them; it exits 1 where that is missed.

ready     milliseconds from the opening until the page has checked itself and answers
picture   milliseconds of one change of the network's picture, median of 200 while drawings come
rate      digits a second that a 784-30-10 network learns from, with the Train tab in sight
frames    milliseconds between two frames meanwhile, their 95th percentile
size      MB of the file
"""

from __future__ import annotations

import argparse
import datetime
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bench.figures import Spread, spread
from bench.speed import machine
from groundup.page.building import build
from groundup.page.encoding import default_network
from scripts import chromium, javascript
from scripts.firefox import firefox

BROWSERS = ("chromium", "firefox")
READY = "groundup.ready.then(() => Number(document.documentElement.dataset.ready))"
PICTURE = """async (times) => {
    const { backward, carried, decode, inUse, ink, network, tabs } = groundup;
    tabs.show("draw");
    ink.load(carried.examples[0].strokes);
    while (!inUse.picture.scene?.drawn) await new Promise(requestAnimationFrame);
    const took = [];
    for (let i = 0; i < times; i++) {
        const { pixels } = carried.examples[i % carried.examples.length];
        const x = backward.inputs(decode.bytes(pixels));
        const began = performance.now();
        inUse.picture.show({ network, x, output: null, settled: false });
        document.body.offsetHeight; // with the layout that it asks for
        took.push(performance.now() - began);
        await new Promise(requestAnimationFrame);
    }
    return took;
}"""
TRAINING = """async (seconds) => {
    const { settings, tabs, training } = groundup;
    tabs.show("train");
    await training.begin({ ...settings.DEFAULT, hidden: [30] });
    const news = []; // [milliseconds, digits]
    training.listen((state) => news.push([performance.now(), state.at]));
    training.go();
    await new Promise((resolve) => setTimeout(resolve, 1000)); // until it has come up to its speed
    news.length = 0;
    const frames = [];
    const end = performance.now() + 1000 * seconds;
    for (let last = null, now = 0; now < end; last = now) {
        now = await new Promise(requestAnimationFrame);
        if (last !== null) frames.push(now - last);
    }
    training.pause();
    const [[from, before], [to, after]] = [news[0], news.at(-1)];
    return { frames, rate: (1000 * (after - before)) / (to - from) };
}"""
PICTURES = 200


class Figure(NamedTuple):
    """What is measured, and what is asked of it in which browser; `most`, where less is better."""

    name: str
    unit: str
    form: str
    asked: Mapping[str, float]
    most: bool = True


FIGURES = (
    Figure("ready", "ms", ",.0f", {"chromium": 1500, "firefox": 1500}),
    Figure("picture", "ms", ".1f", {"chromium": 4, "firefox": 12}),
    Figure("rate", "digits/s", ",.0f", {"chromium": 250_000}, most=False),
    Figure("frames", "ms", ".1f", {"chromium": 20, "firefox": 20}),
    Figure("size", "MB", ".2f", {"file": 2.5}),
)


class Line(NamedTuple):
    """A figure in a browser; `met` is None where nothing is asked."""

    figure: Figure
    where: str
    values: Spread
    met: bool | None


def line(figure: Figure, where: str, values: Sequence[float]) -> Line:
    found, asked = spread(values), figure.asked.get(where)
    if asked is None:
        return Line(figure, where, found, None)
    met = found.median <= asked if figure.most else found.median >= asked
    return Line(figure, where, found, met)


def lines(measured: Mapping[str, Sequence[Mapping[str, float]]], size: float) -> list[Line]:
    """measured: for each browser, a round after the other, the figures by their names."""
    found = [
        line(figure, where, [each[figure.name] for each in rounds])
        for figure in FIGURES
        for where, rounds in measured.items()
        if figure.name in rounds[0]
    ]
    return [*found, line(FIGURES[-1], "file", [size])]


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that this share of them does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def figures(ask: Callable[[str], Any], seconds: int) -> dict[str, float]:
    """One round, on a page that was just opened."""
    ready = ask(READY)
    pictures = ask(f"({PICTURE})({PICTURES})")
    learned = ask(f"({TRAINING})({seconds})")
    frames = percentile(learned["frames"], 0.95)
    rate = learned["rate"]
    return {"ready": ready, "picture": median(pictures), "rate": rate, "frames": frames}


@contextmanager
def opened(where: str, page: Path) -> Iterator[Callable[[str], Any]]:
    """The page in a new browser: a function that takes an expression or a promise in JavaScript."""
    if where == "firefox":
        with firefox(page) as ask:
            yield ask
        return
    with chromium.chromium() as browser:
        chromium.connect(browser, online=False)
        chromium.show_on(browser, 1440, 900)
        browser.set_script_timeout(chromium.SECONDS)
        chromium.open_page(browser, page)
        script = """
            const [expression, done] = arguments;
            (async () => done(await (0, eval)(expression)))();
        """
        yield lambda expression: browser.execute_async_script(script, expression)


def measure(
    page: Path, browsers: Sequence[str], rounds: int, seconds: int
) -> dict[str, list[dict[str, float]]]:
    """Every browser once a round, forwards and backwards by turns."""
    found: dict[str, list[dict[str, float]]] = {where: [] for where in browsers}
    for done in range(rounds):
        for where in browsers if done % 2 == 0 else reversed(browsers):
            print(f"round {done + 1} of {rounds}: {where}", flush=True)
            with opened(where, page) as ask:
                found[where].append(figures(ask, seconds))
    return found


def table(found: Sequence[Line]) -> str:
    """The lines as they are printed."""
    rows: list[tuple[str, ...]] = [("", "", "median", "low", "high", "asked", "")]
    for figure, where, values, met in found:
        told = [f"{value:{figure.form}}" for value in values]
        asked = figure.asked.get(where)
        bound = f"{'at most' if figure.most else 'at least'} {asked:,.6g}" if asked else ""
        verdict = {None: "", True: "met", False: "MISSED"}[met]
        rows.append((f"{figure.name}, {figure.unit}", where, *told, bound, verdict))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def plain(found: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines for JSON."""
    return [
        {"name": figure.name, "unit": figure.unit, "where": where, **values._asdict()}
        | {"asked": figure.asked.get(where), "met": met}
        for figure, where, values, met in found
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of training, a round")
    parser.add_argument("--browser", action="append", choices=BROWSERS)
    parser.add_argument("--json", type=Path, help="writes the figures to this file, too")
    given = parser.parse_args()
    browsers = given.browser or BROWSERS
    if lacking := [reason for where in browsers if (reason := javascript.missing(where))]:
        raise SystemExit("; ".join(lacking))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_bytes(build(default_network()).encode())
        size = page.stat().st_size / 1e6
        found = lines(measure(page, browsers, given.rounds, given.seconds), size)
    today = datetime.date.today().isoformat()
    print(f"{machine()}; {today}; medians of {given.rounds} rounds", table(found), sep="\n")
    if given.json:
        made = {"machine": machine(), "date": today, "rounds": given.rounds, "lines": plain(found)}
        given.json.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    raise SystemExit(1 if any(each.met is False for each in found) else 0)


if __name__ == "__main__":
    main()
