"""A hidden layer bends into any curve, and the more neurons it has, the closer it gets.

    x ──┬── tanh ──╮
        ├── tanh ──┼── Σ w·a + b ──> a curve
        └── tanh ──╯

A hidden tanh neuron is a soft step: w says how steep, -b/w says where. The output neuron, which is
linear, adds the steps up, each times a weight, up or down. With enough steps in the right places
the sum follows any continuous curve as closely as one likes: a network with one hidden layer is a
universal approximator. The curve here is the one of Nielsen, chapter 4. Nobody tells the network
its formula. It sees 101 points, and gradient descent moves the steps.

You will see the error fall as the neurons double from 2 to 32, and find a picture of every fit,
with ticks where the steps have come to stand (one of the first two, beyond the right edge).

    python examples/fit_a_curve.py --out curve.png

It takes a few seconds: the network is the `batches` rung, all points in one batch.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from groundup.rungs import batches

COUNTS = [2, 4, 8, 16, 32]
XS = np.linspace(0, 1, 101)[:, np.newaxis]  # (m, 1)
YS = 0.2 + 0.4 * XS**2 + 0.3 * XS * np.sin(15 * XS) + 0.05 * np.cos(50 * XS)


def initial_network(count: int) -> batches.Network:
    """As many soft steps side by side from 0 to 1, all of weight 0: a flat line."""
    w = np.full((count, 1), float(count))  # the more steps, the steeper
    places = (np.arange(count) + 0.5) / count
    return batches.build([w, np.zeros((1, count))], [-count * places, [0.0]], ["tanh", "linear"])


def fit(count: int, steps: int) -> tuple[batches.Network, float]:
    """A network with `count` hidden neurons after `steps` steps, and its root mean square error."""
    network = initial_network(count)
    for _ in range(steps):
        network = batches.train_batch(network, XS, YS, eta=2 / count)
    return network, float(np.sqrt(np.mean((batches.feedforward(network, XS) - YS) ** 2)))


def draw(networks: list[batches.Network], errors: list[float], path: Path) -> None:
    """Draws a panel a network, and the errors in the last one."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 6.8))
    figure.set_layout_engine("constrained", w_pad=0.1, h_pad=0.12)
    figure.suptitle("The more hidden neurons, the closer the fit", fontsize=16)
    *panels, last = figure.subplots(2, 3).flat
    for axes, network, error, count in zip(panels, networks, errors, COUNTS, strict=True):
        axes.plot(XS, YS, color="0.8", linewidth=6, label="curve")
        axes.plot(XS, batches.feedforward(network, XS), color="C3", linewidth=1.8, label="network")
        places = -network.b[0] / network.w[0][:, 0]
        axes.plot(places, np.full(count, -0.08), "|", color="C0", markersize=9, label="its steps")
        axes.set(title=f"{count} neurons", xlim=(-0.02, 1.02), ylim=(-0.13, 1.1))
        axes.text(0.98, 0.13, f"error {error:.4f}", ha="right", transform=axes.transAxes)
    panels[0].legend(loc="upper left", ncols=3, frameon=False, columnspacing=1.2, handlelength=1.5)
    last.semilogy(range(len(COUNTS)), errors, "o-", color="C3")
    last.set(title="error", xlabel="neurons", xticks=range(len(COUNTS)), xticklabels=COUNTS)
    last.grid(alpha=0.3)
    for axes in (*panels, last):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fit a curve with 2, 4, 8, 16 and 32 neurons.")
    parser.add_argument("--out", type=Path, default=Path("curve.png"), help="the picture's file")
    parser.add_argument("--steps", type=int, default=20_000, help="of gradient descent")
    options = parser.parse_args()
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        sys.exit("the picture needs Matplotlib; install it with pip install 'groundup[plot]'")

    networks, errors = [], []
    print("neurons  error (root mean square)")
    for count in COUNTS:
        network, error = fit(count, options.steps)
        print(f"{count:7}  {error:.4f}", flush=True)
        networks.append(network)
        errors.append(error)
    try:
        draw(networks, errors, options.out)
    except (OSError, ValueError) as error:
        sys.exit(f"{options.out}: the picture could not be written: {error}")
    print(f"The fits are drawn in {options.out}.")
