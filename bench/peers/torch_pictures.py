"""PyTorch, eager: convolutions with their channels last in memory, and otherwise as pytorch.py."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bench.problem import Array, Problem

torch: Any = import_module("torch")


@dataclass
class Learner:
    w: list[Any]
    b: list[Any]
    x: Any  # (n, c, side, side)
    labels: Any  # (n,)
    order: Any  # (n,)
    batch_size: int
    eta: float


def build(problem: Problem) -> Learner:
    torch.set_num_threads(problem.case.threads)
    w = [torch.tensor(wl, requires_grad=True) for wl in problem.w]
    side, channels = problem.case.sides[0], problem.w[0].shape[1]
    x = torch.from_numpy(problem.inputs().reshape(-1, side, side, channels))
    return Learner(
        w=[channels_last(wl.detach()).requires_grad_() if wl.dim() == 4 else wl for wl in w],
        b=[torch.tensor(bl, requires_grad=True) for bl in problem.b],
        x=x.permute(0, 3, 1, 2),
        labels=torch.from_numpy(problem.labels.astype("int64")),
        order=torch.from_numpy(problem.order),
        batch_size=problem.case.batch_size,
        eta=problem.case.eta,
    )


def channels_last(array: Any) -> Any:
    return array.contiguous(memory_format=torch.channels_last)


def outputs(learner: Learner, a: Any) -> Any:
    """z[L-1] (m, n_L)."""
    functional = torch.nn.functional
    for l, (w, b) in enumerate(zip(learner.w, learner.b, strict=True)):
        if w.dim() == 4:
            a = functional.max_pool2d(functional.conv2d(a, w, b), 2)
        else:  # a flat picture lies as ours do: by rows, columns and channels
            a = functional.linear(a.permute(0, 2, 3, 1).flatten(1) if a.dim() == 4 else a, w, b)
        if l + 1 < len(learner.w):
            a = functional.relu(a)
    return a


def epoch(learner: Learner) -> None:
    parameters = learner.w + learner.b
    for rows in learner.order.split(learner.batch_size):
        z = outputs(learner, channels_last(learner.x[rows]))
        cost = torch.nn.functional.cross_entropy(z, learner.labels[rows])
        slopes = torch.autograd.grad(cost, parameters)
        with torch.no_grad():
            for parameter, slope in zip(parameters, slopes, strict=True):
                parameter.sub_(slope, alpha=learner.eta)


def parameters(learner: Learner) -> tuple[list[Array], list[Array]]:
    w = [wl.detach().contiguous().numpy() for wl in learner.w]
    return w, [bl.detach().numpy() for bl in learner.b]
