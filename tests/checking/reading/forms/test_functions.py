"""Functions of weights, biases, inputs and targets are read in every convention."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.names.arguments import plans
from groundup.mathematics import backward, forward
from tests.checking.conftest import Observe, check_right, check_stepped

HEAD = """
import numpy as np
def sigmoid(z): return 1 / (1 + np.exp(-z))
"""
# Placeholders: how a layer is run, how deltas go down, and what dw and db are.
BODY = """
def feedforward(weights, biases, x):
    for w, b in zip(weights, biases):
        x = sigmoid({z})
    return x

def backprop({arguments}):
    a = [x]
    for w, b in zip(weights, biases):
        x = a[-1]
        a.append(sigmoid({z}))
    delta = (a[-1] - y) * a[-1] * (1 - a[-1])
    dw, db = [], []
    for l in reversed(range(len(weights))):
        w, x = weights[l], a[l]
        dw.insert(0, {dw})
        db.insert(0, {db})
        delta = ({down}) * x * (1 - x)
    return {returned}
"""
CONVENTIONS = {  # z, dw, db, down
    "vectors": ("w @ x + b", "np.outer(delta, x)", "delta", "w.T @ delta"),
    "vectors, w turned": ("x @ w + b", "np.outer(x, delta)", "delta", "w @ delta"),
    "columns one by one": ("np.dot(w, x) + b", "np.dot(delta, x.T)", "delta", "np.dot(w.T, delta)"),
    "columns": (
        "w @ x + b",
        "delta @ x.T / x.shape[1]",
        "delta.mean(axis=1, keepdims=True)",
        "w.T @ delta",
    ),
    "rows": ("x @ w.T + b", "delta.T @ x / len(x)", "delta.mean(axis=0)", "delta @ w"),
    "rows, w turned": (
        "x @ w + b",
        "x.T @ delta / len(x)",
        "delta.mean(axis=0, keepdims=True)",
        "delta @ w.T",
    ),
}


def text(
    convention: str, arguments: str = "weights, biases, x, y", returned: str = "dw, db"
) -> str:
    z, dw, db, down = CONVENTIONS[convention]
    body = BODY.format(z=z, dw=dw, db=db, down=down, arguments=arguments, returned=returned)
    return HEAD + body


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_layouts(observed: Observe, convention: str) -> None:
    shown = observed(text(convention))
    check_right(shown)
    assert shown.known_from["activation"] == "its outputs"
    assert shown.one_by_one is (convention in list(CONVENTIONS)[:3])
    assert shown.conventions["w"] == (
        "(n_in, n_out)" if "turned" in convention else "(n_out, n_in)"
    )


@pytest.mark.parametrize(
    "returned",
    [
        "db, dw",
        "list(zip(dw, db))",
        "[{'dw': w, 'db': b} for w, b in zip(dw, db)]",
        "{'dw': dw, 'db': db}",
        "{f'd{n}{l + 1}': g[l] for n, g in (('W', dw), ('b', db)) for l in range(len(dw))}",
        "0.5, dw, db",
    ],
)
def test_what_is_returned(observed: Observe, returned: str) -> None:
    check_right(observed(text("rows", returned=returned)))


@pytest.mark.parametrize(
    "arguments",
    ["x, y, weights, biases", "biases, weights, y, x", "x, weights, biases, y, lr=0.1"],
)
def test_the_order_of_arguments(observed: Observe, arguments: str) -> None:
    check_right(observed(text("rows", arguments=arguments)))


def test_arguments_whose_names_tell_nothing(observed: Observe) -> None:
    renamed = text("vectors").split("def feedforward")[0] + text("vectors").split("return x\n")[1]
    for name, other in (("weights", "foo"), ("biases", "bar"), ("y", "zap")):
        renamed = renamed.replace(f" {name}", f" {other}").replace(f"({name}", f"({other}")
    renamed = renamed.replace("zip(foo, biases)", "zip(foo, bar)").replace("- y)", "- zap)")
    check_right(observed(renamed, only="backprop"))


def test_lists_of_lists(observed: Observe) -> None:
    shown = observed(LISTS)
    check_right(shown)
    assert shown.conventions["arrays"] == "lists"
    assert shown.one_by_one


LISTS = """
from math import exp

def f(z):
    return 1 / (1 + exp(-z)) if z > -500 else 0.0

def layer(w, b, a):
    return [f(sum(wi * ai for wi, ai in zip(row, a)) + bj) for row, bj in zip(w, b)]

def backprop(weights, biases, x, y):
    a = [x]
    for w, b in zip(weights, biases):
        a.append(layer(w, b, a[-1]))
    delta = [(aj - yj) * aj * (1 - aj) for aj, yj in zip(a[-1], y)]
    dw, db = [], []
    for l in range(len(weights) - 1, -1, -1):
        dw = [[[d * ai for ai in a[l]] for d in delta]] + dw
        db = [delta] + db
        delta = [
            sum(weights[l][k][j] * delta[k] for k in range(len(delta))) * a[l][j] * (1 - a[l][j])
            for j in range(len(a[l]))
        ]
    return dw, db
"""

PAIRS = """
import numpy as np

def forward(layers, X):
    for W, b in layers:
        X = np.tanh(X @ W + b)
    return X

def gradients(layers, X, Y):
    a = [X]
    for W, b in layers:
        a.append(np.tanh(a[-1] @ W + b))
    d = 2 * (a[-1] - Y) * (1 - a[-1] ** 2) / len(X)
    grads = []
    for i in reversed(range(len(layers))):
        grads.insert(0, (a[i].T @ d, d.sum(axis=0)))
        d = (d @ layers[i][0].T) * (1 - a[i] ** 2)
    return grads

def mse(y_pred, y_true):
    return np.mean(np.sum((y_pred - y_true) ** 2, axis=1))

def sgd_step(layers, X, Y, lr):
    grads = gradients(layers, X, Y)
    return [(W - lr / 2 * dW, b - lr / 2 * db) for (W, b), (dW, db) in zip(layers, grads)]
"""


def test_a_network_of_pairs_with_cost_and_step(observed: Observe) -> None:
    shown = observed(PAIRS)
    check_right(shown, factor=2.0)
    check_stepped(shown)
    assert shown.known_from["cost"] == "its values"
    assert shown.places["step"] == "sgd_step"
    assert set(shown.missing) == {"delta"}


LABELS = """
import numpy as np

def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def predict(W, b, X):
    for i in range(len(W)):
        X = X @ W[i] + b[i]
        X = softmax(X) if i == len(W) - 1 else np.maximum(X, 0)
    return X

def compute_gradients(W, b, X, labels):
    a = [X]
    for i in range(len(W)):
        z = a[-1] @ W[i] + b[i]
        a.append(softmax(z) if i == len(W) - 1 else np.maximum(z, 0))
    d = a[-1].copy()
    d[np.arange(len(labels)), labels] -= 1
    d /= len(labels)
    grads = {}
    for i in reversed(range(len(W))):
        grads[f"dW{i + 1}"] = a[i].T @ d
        grads[f"db{i + 1}"] = d.sum(axis=0)
        d = (d @ W[i].T) * (a[i] > 0)
    return grads
"""


def test_targets_that_are_numbers_of_classes(observed: Observe) -> None:
    shown = observed(LABELS)
    check_right(shown)
    assert shown.settings is not None
    assert shown.settings.activations == ("relu", "relu", "softmax")
    assert shown.settings.cost == "cross-entropy"
    assert shown.conventions["targets"] == "the numbers of their classes"


CHAIN = """
import numpy as np
def sigmoid(z): return 1 / (1 + np.exp(-z))

def forward(x, w1, b1, w2, b2):
    z1 = x @ w1 + b1
    a1 = sigmoid(z1)
    z2 = a1 @ w2 + b2
    a2 = sigmoid(z2)
    return z1, a1, z2, a2

def backward(x, y, z1, a1, z2, a2, w2):
    dz2 = (a2 - y) * a2 * (1 - a2) / len(x)
    dz1 = (dz2 @ w2.T) * a1 * (1 - a1)
    return x.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)
"""


def test_a_backward_pass_that_takes_what_the_forward_pass_gave(observed: Observe) -> None:
    shown = observed(CHAIN)
    check_right(shown)
    assert [len(seen.probe.w) for seen in shown.observations] == [2] * 5


TRAINS = (
    HEAD
    + """
def train_step(w, b, x, y, lr):
    a = [x]
    for wl, bl in zip(w, b):
        a.append(sigmoid(a[-1] @ wl.T + bl))
    d = (a[-1] - y) * a[-1] * (1 - a[-1]) / len(x)
    new_w, new_b = [], []
    for l in reversed(range(len(w))):
        new_w.insert(0, w[l] - lr * d.T @ a[l])
        new_b.insert(0, b[l] - lr * d.sum(axis=0))
        d = (d @ w[l]) * a[l] * (1 - a[l])
    return new_w, new_b
"""
)


def test_a_function_that_only_trains(observed: Observe) -> None:
    check_right(observed(TRAINS))


NEURONS = """
from math import exp

def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            activation = neuron["weights"][-1]
            for i in range(len(neuron["weights"]) - 1):
                activation += neuron["weights"][i] * inputs[i]
            neuron["output"] = 1.0 / (1.0 + exp(-activation))
            new_inputs.append(neuron["output"])
        inputs = new_inputs
    return inputs

def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        for j, neuron in enumerate(network[i]):
            if i == len(network) - 1:
                error = neuron["output"] - expected[j]
            else:
                error = sum(n["weights"][j] * n["delta"] for n in network[i + 1])
            neuron["delta"] = error * neuron["output"] * (1.0 - neuron["output"])

def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row[:-1] if i == 0 else [neuron["output"] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron["weights"][j] -= l_rate * neuron["delta"] * inputs[j]
            neuron["weights"][-1] -= l_rate * neuron["delta"]
"""


def test_neurons_that_keep_their_deltas_until_the_update(observed: Observe) -> None:
    check_right(observed(NEURONS))


@pytest.mark.parametrize("slope", ["(1.0 - neuron", "(2.0 - neuron"], ids=["right", "wrong"])
def test_rows_without_a_class_are_read_as_such(observed: Observe, slope: str) -> None:
    source = NEURONS.replace("(1.0 - neuron", slope)
    classed, plain = observed(source), observed(source.replace("row[:-1]", "row"))
    pairs = zip(classed.observations, plain.observations, strict=True)
    for came, other in ((a.calls[0], b.calls[0]) for a, b in pairs if not a.calls[0].raised):
        for array, same in zip(came.db or [], other.db or [], strict=True):
            np.testing.assert_allclose(array, same, rtol=1e-9)


def test_bs_are_biases_beside_ws_and_else_the_batch_size(observed: Observe) -> None:
    source = text("rows", arguments="Xs, Ys, bs, ws", returned="dw, db")
    head = "    weights, biases, x, y = ws, bs, Xs, Ys\n"
    start = source.index("(Xs, Ys, bs, ws):\n") + len("(Xs, Ys, bs, ws):\n")
    check_right(observed(source[:start] + head + source[start:]))
    (plan,) = plans(lambda net, x, y, bs: None)
    assert [one.role.name for one in plan.arguments if one.role] == ["network", "x", "y", "m"]


@pytest.mark.parametrize(
    ("activation", "f", "slope"),
    [
        ("tanh", "np.tanh(z)", "1 - a ** 2"),
        ("relu", "np.maximum(z, 0)", "(a > 0)"),
        ("leaky-relu 0.1", "np.where(z > 0, z, 0.1 * z)", "np.where(a > 0, 1, 0.1)"),
    ],
)
def test_activations_are_known_from_the_outputs(
    observed: Observe, activation: str, f: str, slope: str
) -> None:
    source = text("rows").replace("1 / (1 + np.exp(-z))", f)
    source = source.replace("a[-1] * (1 - a[-1])", slope.replace("a", "a[-1]", 1))
    source = source.replace("x * (1 - x)", slope.replace("a", "x", 1))
    shown = observed(source)
    assert shown.settings is not None
    assert shown.settings.activations == (activation,) * 3


TORCH = """
import torch

def forward(weights, biases, x):
    for w, b in zip(weights, biases):
        x = torch.sigmoid(x @ w.T + b)
    return x

def gradients(weights, biases, x, y):
    weights = [w.clone().requires_grad_() for w in weights]
    biases = [b.clone().requires_grad_() for b in biases]
    cost = 0.5 * ((forward(weights, biases, x) - y) ** 2).sum() / len(x)
    cost.backward()
    return [w.grad for w in weights], [b.grad for b in biases]
"""


@pytest.mark.frameworks
def test_pytorch_autograd(observed: Observe) -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed")
    check_right(observed(TORCH))


JAX = """
import jax
import jax.numpy as jnp

def predict(params, x):
    for w, b in params:
        x = jax.nn.sigmoid(x @ w.T + b)
    return x

def loss(params, x, y):
    return jnp.mean(0.5 * jnp.sum((predict(params, x) - y) ** 2, axis=1))

def gradients(params, x, y):
    return jax.grad(loss)(params, x, y)
"""


@pytest.mark.frameworks
def test_jax_autograd(observed: Observe) -> None:
    pytest.importorskip("jax", reason="JAX is not installed")
    check_right(observed(JAX), tolerance=1e-4)


MASKS = (
    HEAD
    + """
def forward(w, b, x, masks):
    a = [x]
    for l in range(len(w)):
        out = sigmoid(a[-1] @ w[l].T + b[l])
        a.append(out * masks[l] if l < len(masks) else out)
    return a

def backprop(w, b, x, y, masks):
    a = forward(w, b, x, masks)
    d = (a[-1] - y) * a[-1] * (1 - a[-1]) / len(x)
    dw, db = [], []
    for l in reversed(range(len(w))):
        dw.insert(0, d.T @ a[l])
        db.insert(0, d.sum(axis=0))
        if l:
            out = sigmoid(a[l - 1] @ w[l - 1].T + b[l - 1])
            d = (d @ w[l]) * masks[l - 1] * out * (1 - out)
    return dw, db
"""
)


def test_dropout_masks_are_handed_over(observed: Observe) -> None:
    shown = observed(MASKS)
    probe, call = shown.observations[0].probe, shown.observations[0].calls[0]
    batch, names = probe.batches[0], ["sigmoid"] * 3
    assert batch.masks is not None
    assert not all(mask.all() for mask in batch.masks)
    masks = [*batch.masks, None]
    z, a = forward(probe.w, probe.b, names, batch.x, masks)
    dw, db = backward(probe.w, names, "quadratic", z, a, batch.y, masks=masks)
    assert call.dw is not None
    assert call.db is not None
    for came, right in zip((*call.dw, *call.db), (*dw, *db), strict=True):
        np.testing.assert_allclose(came, right, rtol=1e-9, atol=1e-12)
    assert shown.known_from["activation"] == "its outputs"
