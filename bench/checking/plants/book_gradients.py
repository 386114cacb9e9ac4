"""Mistakes in the book-style class: a sample at a time, columns, averaged by the step.

Not here: 13 wants a batch and one output at once, 29, 34 and 43 a batch in one array; a column has
no rows for "everything" in 58.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.checking.planting import Plant, Replacement, only_in
from bench.checking.planting import planted as planted_in_style

planted = partial(planted_in_style, style="book")

ERROR = "error = activations[last + 1] - y"
HIDDEN = "delta = error * sigmoid_prime(zs[l])"
LOOP = "for l in range(last - 1, -1, -1):"
W_LAST = "nabla_w[last] = np.dot(delta, activations[last].T)"
W_HIDDEN = "nabla_w[l] = np.dot(delta, activations[l].T)"
B_LAST, B_HIDDEN = "nabla_b[last] = delta", "nabla_b[l] = delta"
ZEROS_W = "nabla_w = [np.zeros(w.shape) for w in self.weights]"
SUM_W = "sum_w = [total + nw for total, nw in zip(sum_w, nabla_w)]"
SUM_B = "sum_b = [total + nb for total, nb in zip(sum_b, nabla_b)]"
RATE = "rate = eta / len(mini_batch)"
STEP_W = "self.weights = [w - rate * nw for w, nw in zip(self.weights, sum_w)]"
STEP_B = "self.biases = [b - rate * nb for b, nb in zip(self.biases, sum_b)]"
DECAYED = "self.weights = [w - decay * w - rate * nw for w, nw in zip(self.weights, sum_w)]"
PENALTY = "return 0.5 * np.sum((a - y) ** 2) + penalty"
RETURN = "return nabla_b, nabla_w"
INIT = "self.sizes = sizes"
ALL = "sigmoid cross-entropy relu softmax"


def everywhere_w(wrong: str) -> tuple[Replacement, Replacement]:
    """Both lines of nabla_w, with {l} for the layer."""
    return (W_LAST, wrong.format(l="last")), (W_HIDDEN, wrong.format(l="l"))


def everywhere_b(wrong: str) -> tuple[Replacement, Replacement]:
    return (B_LAST, wrong.format(l="last")), (B_HIDDEN, wrong.format(l="l"))


def weight_gradients() -> Iterator[list[Plant]]:
    z_below = "nabla_w[l] = np.dot(delta, zs[l - 1].T if l > 0 else x.T)"
    yield planted(
        30,
        "sigmoid tanh",
        (W_LAST, "nabla_w[last] = np.dot(delta, zs[last - 1].T)"),
        (W_HIDDEN, z_below),
    )
    yield planted(30, "sigmoid", *only_in(1, (W_HIDDEN, z_below)), layer=1)
    yield planted(31, ALL, *everywhere_w("nabla_w[{l}] = np.dot(delta, activations[{l} + 1].T)"))
    yield planted(32, ALL, *everywhere_w("nabla_w[{l}] = np.dot(delta, x.T)"))
    turned = "nabla_w[{l}] = np.dot(activations[{l}], delta.T)"
    yield planted(33, "sigmoid relu", *everywhere_w(turned))
    yield planted(33, "sigmoid", *only_in(1, (W_HIDDEN, turned.format(l="l"))), layer=1)
    yield planted(35, "sigmoid softmax", (SUM_W, "sum_w = nabla_w"))
    both = (SUM_W, "sum_w = nabla_w"), (SUM_B, "sum_b = nabla_b")
    yield planted(35, "sigmoid", *both, what="biases too", also=(46,))
    yield planted(
        36,
        "sigmoid relu",
        (INIT, f"{INIT}\nself.nabla_w = [np.zeros((n, m)) for m, n in zip(sizes[:-1], sizes[1:])]"),
        (ZEROS_W, "nabla_w = self.nabla_w"),
        (W_LAST, W_LAST.replace(" = ", " += ")),
        (W_HIDDEN, W_HIDDEN.replace(" = ", " += ")),
    )
    yield planted(37, "sigmoid relu", (RETURN, "return nabla_b[::-1], nabla_w[::-1]"))
    yield planted(38, ALL, (LOOP, "for l in range(last - 1, 0, -1):"), what="first skipped")
    yield planted(38, ALL, (LOOP, "for l in range(last - 1, last - 1, -1):"), what="only the last")


def biases() -> Iterator[list[Plant]]:
    wrong = {
        (40, "", "sigmoid relu"): "",
        (42, "", "sigmoid softmax"): "nabla_b[{l}] = np.sum(delta)",
        (42, "repeated", "sigmoid relu"): "nabla_b[{l}] = np.sum(delta) * np.ones(delta.shape)",
        (44, "", "sigmoid softmax"): "nabla_b[{l}] = np.mean(delta) * np.ones(delta.shape)",
        (45, "", "sigmoid relu"): "nabla_b[{l}] = delta * self.biases[{l}]",
    }
    for (number, what, variants), line in wrong.items():
        yield planted(number, variants, *everywhere_b(line), what=what)
        confined = only_in(0, (B_HIDDEN, line.format(l="l") or "pass"))
        yield planted(number, "sigmoid", *confined, what=what, layer=0)
    above = (HIDDEN, f"nabla_b[l] = delta\n{HIDDEN}"), (B_HIDDEN, "")
    yield planted(41, "sigmoid softmax", *above)
    yield planted(46, "sigmoid relu", (SUM_B, "sum_b = nabla_b"))


def scaling() -> Iterator[list[Plant]]:
    yield planted(47, "sigmoid softmax", (RATE, "rate = eta"))
    yield planted(48, "sigmoid relu", (RATE, "rate = eta / len(mini_batch) / len(mini_batch)"))
    everything = "rate = eta / (len(mini_batch) * self.sizes[-1])"
    yield planted(49, "sigmoid softmax", (RATE, everything))
    yield planted(
        49, "sigmoid", (ERROR, "error = (activations[last + 1] - y) / len(y)"), what="error"
    )
    yield planted(
        50, "sigmoid softmax", (STEP_W, STEP_W.replace("rate", "eta")), what="weights summed"
    )
    yield planted(50, "sigmoid relu", (STEP_B, STEP_B.replace("rate", "eta")), what="biases summed")
    yield planted(51, "sigmoid softmax", (RATE, "rate = eta / 10"))


def regularisation() -> Iterator[list[Plant]]:
    def decayed(number: int, line: str, what: str = "") -> list[Plant]:
        return planted(number, "l2", (DECAYED, line), what=what)

    yield decayed(52, STEP_W)
    yield decayed(53, DECAYED.replace("decay *", "2 * decay *"), "doubled")
    yield decayed(53, DECAYED.replace("decay *", "decay / len(mini_batch) *"), "by N")
    yield decayed(53, DECAYED.replace("w - decay", "w + decay"), "sign")
    biases_too = STEP_B.replace("b - rate", "b - eta * LMBDA * b - rate")
    yield planted(54, "l2", (STEP_B, biases_too))
    yield decayed(55, DECAYED.replace("decay * w", "decay * np.sign(w)"))
    yield planted(56, "l2", (PENALTY, "return 0.5 * np.sum((a - y) ** 2)"))
    missing = ("if masks is not None:", ""), ("error = error * masks[l]", "")
    yield planted(57, "dropout", *missing, what="missing")
    unscaled = ("error = error * masks[l]", "error = error * (masks[l] > 0)")
    yield planted(57, "dropout", unscaled, what="not scaled")


def state() -> Iterator[list[Plant]]:
    yield planted(58, "softmax relu-softmax", ("return e / np.sum(e)", "return e / e.sum(axis=1)"))
    yield planted(59, "softmax", ("e = np.exp(z - np.max(z))", "e = np.exp(z)"), what="softmax")
    clip = "a = np.clip(a, 1e-300, 1 - 1e-16)"
    shown = 'print("epoch", epoch, self.cost(*training_data[0]))'
    printed = ('print("epoch", epoch, "done")', shown)
    yield planted(59, "cross-entropy", (clip, ""), printed, what="log")
    lacking = (
        (
            "z = np.dot(self.weights[l], activations[l]) + self.biases[l]",
            "z = np.dot(self.weights[l], activations[l])",
        ),
        ("activation = sigmoid(z)", "activation = sigmoid(z + self.biases[l])"),
    )
    yield planted(60, "sigmoid tanh", *lacking)
    stale = (INIT, f"{INIT}\nself.zs = []"), ("zs = []", "zs = self.zs")
    yield planted(61, "sigmoid tanh", *stale)
    inplace = (ERROR, "y -= activations[last + 1]\nerror = -y")
    yield planted(62, "sigmoid softmax", inplace, what="targets")
    learns = "for w, nw in zip(self.weights, nabla_w):\n    w -= 0.01 * nw"
    yield planted(62, "sigmoid", (RETURN, f"{learns}\n{RETURN}"), what="weights")
    filled = tuple((old, old.replace("] =", "][:] =")) for old in (W_LAST, W_HIDDEN))
    for dtype, variants in (("int", "relu leaky"), ("np.float32", "sigmoid relu")):
        zeros = (ZEROS_W, ZEROS_W.replace("w.shape", f"w.shape, dtype={dtype}"))
        yield planted(
            63, variants, zeros, *filled, what=dtype.removeprefix("np."), shows=dtype == "int"
        )
    adds = (
        (STEP_W, STEP_W.replace("w - rate", "w + rate")),
        (STEP_B, STEP_B.replace("b - ", "b + ")),
    )
    yield planted(64, "sigmoid relu", *adds, what="adds")
    yield planted(64, "sigmoid", (RATE, f"{RATE} * eta"), what="rate twice")
    nowhere = "for w, nw in zip(self.weights, sum_w):\n    w = w - rate * nw"
    yield planted(64, "sigmoid softmax", (STEP_W, nowhere), what="wrong array")


PARTS = (weight_gradients, biases, scaling, regularisation, state)
PLANTS = [plant for part in PARTS for plants in part() for plant in plants]
