"""What some mistakes of the catalogue do to learning, planted in the rung `batches`."""

from __future__ import annotations

import difflib
from functools import cache
from types import ModuleType

import numpy as np

from groundup import randomness
from groundup.rungs import demonstration, source
from scripts.figures.drawing import Axes, Drawing

RUNG = "batches"
PLANTED = {  # by their slugs: what stands in the rung, and what is written in its place
    "hidden-derivative-missing": {"delta[l] = error * f_prime[l](z[l])": "delta[l] = error"},
    "derivative-of-activation": {
        "error * f_prime[last](z[last])": "error * f_prime[last](a[last + 1])",
        "error * f_prime[l](z[l])": "error * f_prime[l](a[l + 1])",
    },
    "sum-for-mean": {
        "dw = [(delta[l] / m).T @ a[l]": "dw = [delta[l].T @ a[l]",
        "db = [delta[l].mean(axis=0)": "db = [delta[l].sum(axis=0)",
    },
    "sign-flipped": {
        "error = a[last + 1] - targets(ys, a[last + 1])": (
            "error = targets(ys, a[last + 1]) - a[last + 1]"
        )
    },
}
NAMES = {
    "": "right",
    "hidden-derivative-missing": "no σ′ in the hidden layer",
    "derivative-of-activation": "σ′ of a instead of z",
    "sum-for-mean": "the sum, not the mean",
    "sign-flipped": "the sign is flipped",
}
STYLES = {"": "ink", "hidden-derivative-missing": "one", "derivative-of-activation": "three"} | {
    "sum-for-mean": "two",
    "sign-flipped": "faint",
}
EPOCHS, BATCH_SIZE, ETA = 12, 10, 3.0


def text(slug: str) -> str:
    """The rung's text with this mistake in it. Raises ValueError where the rung has changed."""
    found = source(RUNG).read_text(encoding="utf-8")
    for old, new in PLANTED.get(slug, {}).items():
        if found.count(old) != 1:
            raise ValueError(f"the rung {RUNG} has {old!r} {found.count(old)} times, not once")
        found = found.replace(old, new)
    return found


def mistake(slug: str) -> str:
    """The mistake as a block of the kind diff: lines with it are those that go, red, and the right
    ones those that come, green."""
    lines = difflib.unified_diff(
        text(slug).splitlines(), text("").splitlines(), n=1, lineterm="", fromfile="", tofile=""
    )
    kept = [line[:1] + line[5:] for line in lines if line[:2] not in ("--", "++", "@@")]
    return "\n".join(["```diff", *kept, "```"])


@cache
def curve(slug: str) -> list[float]:
    """The share of unseen digits that are right before training and after each epoch."""
    rung = ModuleType("planted")
    exec(compile(text(slug), slug or "right", "exec"), rung.__dict__)
    count = demonstration.TRAINING
    samples = demonstration.read_digits(count + demonstration.UNSEEN)
    xs, ys = (np.array(part) for part in zip(*samples, strict=True))
    network = rung.build(*demonstration.initial_parameters())
    shares = []
    for epoch in range(EPOCHS + 1):
        guesses = rung.feedforward(network, xs[count:]).argmax(axis=1)
        shares.append(float((guesses == ys[count:].argmax(axis=1)).mean()))
        order = randomness.order(count, 0, epoch + 1)
        for start in range(0, count, BATCH_SIZE):
            rows = list(order[start : start + BATCH_SIZE])
            network = rung.train_batch(network, xs[rows], ys[rows], ETA)
    return shares


def curves() -> str:
    drawing = Drawing(
        620, 270, "Accuracy of right code and of four mistakes; two of these end as high as it."
    )
    axes = Axes(drawing, (50, 20, 345, 230), (0, EPOCHS), (0, 1))
    axes.frame("", "epoch", "1")
    ends = []
    for slug, name in NAMES.items():
        shares = curve(slug)
        drawing.path([axes.at(epoch, share) for epoch, share in enumerate(shares)], STYLES[slug])
        ends.append((axes.at(EPOCHS, shares[-1])[1], f"{shares[-1]:.0%} {name}"))
    last = 0.0
    for y, words in sorted(ends):
        last = max(y + 5, last + 20)
        drawing.text((353, last), words, "start")
    return drawing.figure(
        f"The share of {demonstration.UNSEEN} unseen digits that are read correctly. A "
        f"49-16-10 network learns from {demonstration.TRAINING:,} digits of 7×7 pixels, "
        f"at a rate of {ETA}."
    )
