"""Writes src/groundup/vectors/convolution.json: known answers of networks that convolve.

    python -m scripts.convolution_answers [--check]

PyTorch's automatic differentiation gives the right ones (`pip install '.[bench]'`), and the rung
`convolution`, with a mistake written into it, the wrong ones. With --check, nothing is written: it
fails where the file is not what it would be.
"""

from __future__ import annotations

import argparse
import json
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.reference.catalogue import by_slug
from groundup.network import Network
from groundup.rungs import source
from groundup.vectors.agreement import disagreement

FILE = Path(__file__).parent.parent / "src" / "groundup" / "vectors" / "convolution.json"
SOURCE = (
    "Automatic differentiation in float64 (PyTorch's), with no backprop written by hand. The "
    "mistakes: the rung `convolution` with each written into it."
)
ETA, STEPS = 0.5, 3
SAME = 1e-9  # relative to an array's largest number: what rounding leaves


class Asked(NamedTuple):
    """A network, and how many samples of it; `ink` is the share of pixels that are not 0."""

    layers: str
    activations: str
    cost: str = "quadratic"
    samples: int = 3
    l2: float = 0.0
    ink: float = 1.0


ASKED = {
    "one-sigmoid": Asked("6x6-2c3p2-3", "sigmoid sigmoid"),
    "two-sigmoid": Asked("10x10-3c3p2-2c3p2-4-2", "sigmoid sigmoid sigmoid sigmoid"),
    "two-tanh": Asked("10x10-3c3p2-2c3p2-4-2", "tanh tanh tanh sigmoid"),
    "two-relu": Asked("10x10-3c3p2-2c3p2-4-2", "relu relu relu sigmoid", samples=5),
    "ties-relu": Asked("10x10-3c3p2-2c3p2-4-2", "relu relu relu linear", samples=4, ink=0.15),
    "colour-tanh": Asked("6x6x3-4c3p2-2", "tanh linear", samples=4),
    "large-filters-sigmoid": Asked("6x6-3c5p2-2", "sigmoid sigmoid"),
    "cross-entropy": Asked("6x6-3c3p2-3", "sigmoid sigmoid", "cross-entropy", 4, l2=0.1),
    "softmax-cross-entropy": Asked(
        "10x10-3c3p2-2c3p2-4-3", "relu relu tanh softmax", "cross-entropy", 4, l2=0.1
    ),
}
EDITS = {  # of the rung, each a mistake as somebody would write it: what stands there, and what for
    "filters-not-turned-on-the-way-back": (
        "patches[..., i, j]",
        "patches[..., k - 1 - i, k - 1 - j]",
    ),
    "rows-for-columns-on-the-way-back": ("patches[..., i, j]", "patches[..., j, i]"),
    "last-patch-only": ("] += patches", "] = patches"),
    "patches-not-laid-back": (
        "        total[:, i : i + side, j : j + side] += patches[..., i, j]",
        "        total[:, :side, :side] += patches[..., i, j]",
    ),
    "pool-gradient-to-all-four": (
        "    np.put_along_axis(given, largest, delta.reshape(largest.shape), axis=3)\n",
        "    given += delta.reshape(largest.shape)\n",
    ),
    "pool-gradient-shared-by-four": (
        "    np.put_along_axis(given, largest, delta.reshape(largest.shape), axis=3)\n",
        "    given += delta.reshape(largest.shape) / 4\n",
    ),
    "pool-gradient-to-the-first": (
        "largest = four.argmax(axis=3, keepdims=True)",
        "largest = 0 * four.argmax(axis=3, keepdims=True)",
    ),
    "bias-gradient-averaged-over-places": ("delta[l].sum(axis=0) / m", "delta[l].mean(axis=0)"),
    "bias-gradient-of-one-place": (
        "db = [delta[l].sum(axis=0) / m for",
        "db = [delta[l][:: len(delta[l]) // m].sum(axis=0) / m for",
    ),
    "weight-gradient-averaged-over-places": (
        "((delta[l] / m).T @ seen[l])",
        "((delta[l] / len(delta[l])).T @ seen[l])",
    ),
    "weight-gradient-turned": (
        "    dw = [((delta[l] / m).T @ seen[l]).reshape(w[l].shape) for l in layers]\n",
        "    dw = [((delta[l] / m).T @ seen[l]).reshape(w[l].shape) for l in layers]\n"
        "    dw = [dwl[..., ::-1, ::-1] if dwl.ndim == 4 else dwl for dwl in dw]\n",
    ),
    "patches-side-by-side": (
        "    return patches.reshape(-1, c * k * k)",
        "    return patches[:, ::k, ::k].reshape(-1, c * k * k)",
    ),
    "channels-first": (
        "return a.reshape(len(a), side, side, channels)",
        "return a.reshape(len(a), channels, side, side).transpose(0, 2, 3, 1)",
    ),
    "average-for-the-largest": ("fours(sums, m).max(axis=3)", "fours(sums, m).mean(axis=3)"),
}


def content() -> dict[str, Any]:
    """All that the file holds."""
    cases = [case(name, asked) for name, asked in ASKED.items()]
    return {"source": SOURCE, "cases": cases, "mistakes": [mistake(s, cases) for s in EDITS]}


def case(name: str, asked: Asked) -> dict[str, Any]:
    """A network with its samples, and what is right."""
    network = Network(asked.layers, asked.activations.split(), asked.cost, seed=len(name))
    rng = np.random.default_rng(len(name))
    w, b = ([np.round(array, 3) for array in arrays] for arrays in (network.w, network.b))
    shape = (asked.samples, network.sizes[0])
    xs = np.round(rng.random(shape), 3) * (rng.random(shape) < asked.ink)
    classes = network.sizes[-1]
    ys = np.eye(classes)[np.arange(asked.samples) % classes]
    pass_ = Pass(w, b, asked)
    dw, db = pass_.gradients(xs, ys)
    singles = [pass_.gradients(xs[i : i + 1], ys[i : i + 1]) for i in range(asked.samples)]
    return {
        "name": f"convolution-{name}",
        "layers": asked.layers,
        "sizes": network.sizes,
        "activations": network.activations,
        "cost": asked.cost,
        **plain({"w": w, "b": b, "xs": xs, "ys": ys}),
        **plain(pass_.numbers(xs, ys)),
        "sample_gradients": [plain({"dw": one, "db": other}) for one, other in singles],
        "gradients": plain({"dw": dw, "db": db}),
        "steps": {"count": STEPS, "eta": ETA, "l2": asked.l2, **plain(pass_.steps(xs, ys))},
    }


class Pass:
    """Forwards by PyTorch, and backwards by nobody."""

    def __init__(self, w: Sequence[np.ndarray], b: Sequence[np.ndarray], asked: Asked):
        self.w, self.b, self.asked = w, b, asked

    def tensors(self) -> tuple[list[Any], list[Any]]:
        import torch

        w, b = (
            [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in arrays]
            for arrays in (self.w, self.b)
        )
        return w, b

    def forwards(self, w: Sequence[Any], b: Sequence[Any], xs: np.ndarray) -> tuple[list, list]:
        """Every z, pooled where it was, and every a, flat by rows, columns and channels."""
        import torch
        from torch.nn import functional

        functions = {
            "sigmoid": torch.sigmoid,
            "tanh": torch.tanh,
            "relu": torch.relu,
            "linear": lambda z: z,
            "softmax": lambda z: torch.softmax(z, dim=1),
        }
        z, a = [], [torch.tensor(xs)]
        for l, name in enumerate(self.asked.activations.split()):
            if w[l].dim() == 4:
                c = w[l].shape[1]
                side = round((a[l].shape[1] / c) ** 0.5)
                pictures = a[l].reshape(-1, side, side, c).permute(0, 3, 1, 2)
                pooled = functional.max_pool2d(functional.conv2d(pictures, w[l], b[l]), 2)
                z.append(pooled.permute(0, 2, 3, 1).flatten(1))
            else:
                z.append(a[l] @ w[l].T + b[l])
            if z[l].requires_grad:
                z[l].retain_grad()
            a.append(functions[name](z[l]))
        return z, a

    def cost(self, a: Any, ys: np.ndarray) -> Any:
        """Of each sample."""
        import torch

        y = torch.tensor(ys)
        if self.asked.cost == "quadratic":
            return 0.5 * ((a - y) ** 2).sum(dim=1)
        each = -y * torch.log(a)
        if not self.asked.activations.endswith("softmax"):
            each = each - (1 - y) * torch.log(1 - a)
        return each.sum(dim=1)

    def gradients(self, xs: np.ndarray, ys: np.ndarray) -> tuple[list, list]:
        w, b = self.tensors()
        self.cost(self.forwards(w, b, xs)[1][-1], ys).mean().backward()
        return [wl.grad.numpy() for wl in w], [bl.grad.numpy() for bl in b]

    def numbers(self, xs: np.ndarray, ys: np.ndarray) -> dict[str, Any]:
        w, b = self.tensors()
        z, a = self.forwards(w, b, xs)
        costs = self.cost(a[-1], ys)
        costs.sum().backward()
        return {
            "outputs": a[-1].detach().numpy(),
            "z": [zl.detach().numpy() for zl in z],
            "a": [al.detach().numpy() for al in a],
            "delta": [zl.grad.numpy() for zl in z],
            "mean_cost": float(costs.mean().detach()),
        }

    def steps(self, xs: np.ndarray, ys: np.ndarray) -> dict[str, Any]:
        """The parameters after some steps, and the first sample's outputs then."""
        now = Pass(self.w, self.b, self.asked)
        for _ in range(STEPS):
            dw, db = now.gradients(xs, ys)
            pairs = zip(now.w, dw, strict=True)
            w = [wl - ETA * (dwl + self.asked.l2 * wl) for wl, dwl in pairs]
            b = [bl - ETA * dbl for bl, dbl in zip(now.b, db, strict=True)]
            now = Pass(w, b, self.asked)
        outputs = now.numbers(xs[:1], ys[:1])["outputs"][0]
        return {"w": now.w, "b": now.b, "outputs_of_first": outputs}


def plain(named: dict[str, Any]) -> dict[str, Any]:
    """Arrays, and lists of them, as nested lists."""

    def nested(value: Any) -> Any:
        if isinstance(value, list):
            return [nested(part) for part in value]
        return value.tolist() if isinstance(value, np.ndarray) else value

    return {name: nested(value) for name, value in named.items()}


def mistake(slug: str, cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a mistake gives on each network that the rung can compute, where it is not right."""
    known = by_slug(slug)
    rung = planted(slug)
    asked = [case for case in cases if case["cost"] == "quadratic"]
    return {
        "mistake": known.number,
        "slug": slug,
        "sentence": known.sentence,
        "formula": known.formula,
        "on": {case["name"]: on(rung, case) for case in asked},
    }


def planted(slug: str) -> Any:
    """The rung with a mistake written into it."""
    old, new = EDITS[slug]
    text = source("convolution").read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"the rung convolution is not as {slug} knows it: {old.strip()!r}")
    rung = types.ModuleType("rung")
    exec(text.replace(old, new), rung.__dict__)
    return rung


def on(rung: Any, case: dict[str, Any]) -> dict[str, Any]:
    """The quantities that are not right, by their names."""
    network = rung.build(case["w"], case["b"], case["activations"])
    try:
        dw, db = rung.gradients(network, case["xs"], case["ys"])
        outputs = rung.feedforward(network, case["xs"])
    except ValueError:
        return {"raises": True}
    came = {"outputs": outputs}
    right = {"outputs": case["outputs"]}
    for l in range(len(dw)):
        came |= {f"dw[{l}]": dw[l], f"db[{l}]": db[l]}
        right |= {f"dw[{l}]": case["gradients"]["dw"][l], f"db[{l}]": case["gradients"]["db"][l]}
    return {
        name: rounded(value)
        for name, value in came.items()
        if disagreement(right[name], value) > SAME
    }


def rounded(value: Any) -> Any:
    """Nested lists of numbers of ten digits."""
    return [rounded(part) for part in value] if np.ndim(value) else float(f"{float(value):.10g}")


def text() -> str:
    """JSON, a line a case and a mistake."""
    found = json.dumps(content(), separators=(",", ":"), ensure_ascii=False)
    return found.replace('{"mistake":', '\n{"mistake":').replace('{"name":', '\n{"name":') + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes known answers of networks that convolve.")
    parser.add_argument("--check", action="store_true", help="write nothing, but compare")
    if parser.parse_args().check:
        if not FILE.exists() or apart(json.loads(FILE.read_text(encoding="utf-8"))):
            raise SystemExit(f"{FILE.name} is not what it should be: python -m {__spec__.name}")
        return
    FILE.write_text(text(), encoding="utf-8")
    print(f"wrote {FILE.name}: {FILE.stat().st_size:,} bytes")


def apart(there: dict[str, Any]) -> bool:
    """Whether a file says something else, by more than the rounding of another machine."""
    return not alike(there, json.loads(json.dumps(content())))


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[name], other[name]) for name in one)
    if isinstance(one, list) and not numeric(one):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float | list):
        return disagreement(one, other) <= SAME
    return one == other


def numeric(value: Any) -> bool:
    return all(map(numeric, value)) if isinstance(value, list) else isinstance(value, float)


if __name__ == "__main__":
    main()
