"""PyTorch, eager: the loop that its tutorials teach, with the step of plain gradient descent
written out, which is quicker than `torch.optim.SGD`, fused or not."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bench.cases import ETA
from bench.problem import Array, Problem

torch: Any = import_module("torch")


@dataclass
class Learner:
    model: Any
    x: Any  # (n, n_0)
    targets: Any  # (n, n_L)
    order: Any  # (n,)
    batch_size: int


def network(problem: Problem) -> Any:
    torch.set_num_threads(problem.case.threads)
    layers = []
    for w, b in zip(problem.w, problem.b, strict=True):
        linear = torch.nn.Linear(w.shape[1], w.shape[0])
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(w))
            linear.bias.copy_(torch.from_numpy(b))
        layers += [linear, torch.nn.Sigmoid()]
    return torch.nn.Sequential(*layers)


def build(problem: Problem) -> Learner:
    return Learner(
        model=network(problem),
        x=torch.from_numpy(problem.inputs()),
        targets=torch.from_numpy(problem.targets()),
        order=torch.from_numpy(problem.order),
        batch_size=problem.case.batch_size,
    )


def epoch(learner: Learner) -> None:
    parameters = list(learner.model.parameters())
    # mse_loss is a mean over outputs too: half of it, times n_L, is the quadratic cost
    eta = ETA * learner.targets.shape[1] / 2
    for rows in learner.order.split(learner.batch_size):
        a = learner.model(learner.x[rows])
        cost = torch.nn.functional.mse_loss(a, learner.targets[rows])
        slopes = torch.autograd.grad(cost, parameters)
        with torch.no_grad():
            for parameter, slope in zip(parameters, slopes, strict=True):
                parameter.sub_(slope, alpha=eta)


def parameters(learner: Learner) -> tuple[list[Array], list[Array]]:
    arrays = [parameter.detach().numpy() for parameter in learner.model.parameters()]
    return arrays[::2], arrays[1::2]


def predictor(problem: Problem) -> tuple[Any, list[Any]]:
    """Rows are tensors (1, n_0). Gradients are off for the whole process, which costs least."""
    torch.set_grad_enabled(False)
    return network(problem), list(torch.from_numpy(problem.inputs()).split(1))
