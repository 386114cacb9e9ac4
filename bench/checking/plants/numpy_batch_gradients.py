"""Mistakes in the batched NumPy class: a row a sample, w as (n_in, n_out), a dict of gradients."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.checking.planting import Plant, only_in
from bench.checking.planting import planted as planted_in_style

planted = partial(planted_in_style, style="numpy-batch")

ERROR = "error = self.A[last + 1] - Y"
W = "dW.append(self.A[l].T @ delta[l] / m)"
B = "db.append(delta[l].sum(axis=0) / m)"
DECAYED = "dW.append(self.A[l].T @ delta[l] / m + self.l2 * self.W[l])"
STEP_W = 'self.W[l] = self.W[l] - learning_rate * grads["dW"][l]'
STEP_B = 'self.b[l] = self.b[l] - learning_rate * grads["db"][l]'
RETURN = 'return {"dW": dW, "db": db, "delta": delta}'
COST = "return 0.5 * np.sum((out - Y) ** 2) / len(X)"
COUNT = "m = X.shape[0]"
INIT = "self.L = len(sizes) - 1"
ALL = "sigmoid cross-entropy relu softmax"


def weight_gradients() -> Iterator[list[Plant]]:
    below = "below = self.Z[l - 1] if l > 0 else X\ndW.append(below.T @ delta[l] / m)"
    yield planted(30, "sigmoid tanh", (W, below))
    yield planted(30, "sigmoid", *only_in(1, (W, below)), layer=1)
    yield planted(31, ALL, (W, "dW.append(self.A[l + 1].T @ delta[l] / m)"))
    yield planted(32, ALL, (W, "dW.append(X.T @ delta[l] / m)"))
    turned = "dW.append(delta[l].T @ self.A[l] / m)"
    yield planted(33, "sigmoid relu", (W, turned))
    yield planted(33, "sigmoid", *only_in(1, (W, turned)), layer=1)
    means = "dW.append(np.outer(self.A[l].mean(axis=0), delta[l].mean(axis=0)))"
    yield planted(34, "sigmoid softmax", (W, means))
    assigned = """\
        for i in range(m):
            total = np.outer(self.A[l][i], delta[l][i])
        dW.append(total / m)"""
    yield planted(35, "sigmoid softmax", (W, assigned))
    yield planted(
        36,
        "sigmoid relu",
        (INIT, f"{INIT}\nself.dW = [np.zeros((m, n)) for m, n in zip(sizes[:-1], sizes[1:])]"),
        ("dW = []", "dW = self.dW"),
        (W, "dW[l] += self.A[l].T @ delta[l] / m"),
    )
    yield planted(37, "sigmoid relu", (RETURN, RETURN.replace("dW,", "dW[::-1],")), what="dw")
    both = RETURN.replace("dW,", "dW[::-1],").replace("db,", "db[::-1],")
    yield planted(37, "sigmoid", (RETURN, both))
    for what, condition in (("first skipped", "l == 0"), ("only the last", "l < last")):
        zeros = "dW.append(0 * self.W[l])\n    db.append(0 * self.b[l])\n    continue"
        yield planted(38, ALL, (W, f"if {condition}:\n    {zeros}\n{W}"), what=what)


def biases() -> Iterator[list[Plant]]:
    wrong = {
        (40, "", "sigmoid relu"): "db.append(np.zeros_like(self.b[l]))",
        (42, "", "sigmoid softmax"): "db.append(delta[l].sum() / m)",
        (42, "repeated", "sigmoid relu"): "db.append(np.full(self.b[l].shape, delta[l].sum() / m))",
        (43, "", "sigmoid softmax"): "db.append(delta[l].sum(axis=1) / m)",
        (44, "", "sigmoid softmax"): "db.append(delta[l].mean() * np.ones_like(self.b[l]))",
        (45, "", "sigmoid relu"): "db.append((delta[l] * self.b[l]).sum(axis=0) / m)",
        (46, "", "sigmoid relu"): "db.append(delta[l][-1])",
        (46, "divided", "sigmoid softmax"): "db.append(delta[l][-1] / m)",
    }
    for (number, what, variants), line in wrong.items():
        yield planted(number, variants, (B, line), what=what)
        yield planted(number, "sigmoid", *only_in(0, (B, line)), what=what, layer=0)
    above = "db.append(delta[min(l + 1, last)].sum(axis=0) / m)"
    yield planted(41, "sigmoid softmax", (B, above))


def scaling() -> Iterator[list[Plant]]:
    summed = (W, W.replace(" / m", "")), (B, B.replace(" / m", ""))
    yield planted(47, "sigmoid softmax", *summed)
    yield planted(
        48, "sigmoid softmax", (W, W.replace("/ m", "/ m / m")), (B, B.replace("sum", "mean"))
    )
    yield planted(49, "sigmoid softmax", (COUNT, "m = Y.size"))
    yield planted(50, "sigmoid softmax", summed[0], what="weights summed")
    yield planted(50, "sigmoid relu", summed[1], what="biases summed")
    yield planted(51, "sigmoid softmax", (COUNT, "m = 10"))
    first = 'if not hasattr(self, "m"):\n    self.m = len(X)\nm = self.m'
    yield planted(51, "sigmoid softmax", (COUNT, first), what="of the first batch")


def regularisation() -> Iterator[list[Plant]]:
    def decayed(number: int, line: str, what: str = "") -> list[Plant]:
        return planted(number, "l2", (DECAYED, line), what=what)

    yield decayed(52, W)
    yield decayed(53, DECAYED.replace("self.l2", "2 * self.l2"), "doubled")
    yield decayed(53, DECAYED.replace("self.l2", "self.l2 / m"), "by N")
    yield decayed(53, DECAYED.replace("+ self", "- self"), "sign")
    yield planted(54, "l2", (B, "db.append(delta[l].sum(axis=0) / m + self.l2 * self.b[l])"))
    yield decayed(55, DECAYED.replace("self.W[l]", "np.sign(self.W[l])"))
    penalised = "return 0.5 * np.sum((out - Y) ** 2) / len(X) + penalty"
    yield planted(56, "l2", (penalised, COST))
    line = "error = error * masks[l]"
    yield planted(57, "dropout", ("if masks is not None:", ""), (line, ""), what="missing")
    yield planted(57, "dropout", (line, "error = error * (masks[l] != 0)"), what="not scaled")


def state() -> Iterator[list[Plant]]:
    right = "return e / e.sum(axis=1, keepdims=True)"
    yield planted(58, "softmax relu-softmax", (right, "return e / e.sum()"), what="over everything")
    stable = ("e = np.exp(z - z.max(axis=1, keepdims=True))", "e = np.exp(z)")
    yield planted(58, "softmax", stable, (right, "return e / e.sum()"), what="sum of all")
    down = (stable[0], "e = np.exp(z - z.max(axis=0))"), (right, "return e / e.sum(axis=0)")
    yield planted(58, "softmax relu-softmax", *down, what="wrong axis")
    yield planted(59, "softmax", stable, what="softmax")
    step = "grads = self.backprop(X, Y)"
    printed = (step, f"print(self.loss(X, Y))\n{step}")
    clip = "out = np.clip(out, 1e-300, 1 - 1e-16)"
    yield planted(59, "cross-entropy", (clip, ""), printed, what="log")
    lacking = (
        ("Z = self.A[l] @ self.W[l] + self.b[l]", "Z = self.A[l] @ self.W[l]"),
        ("self.A.append(sigmoid(Z))", "self.A.append(sigmoid(Z + self.b[l]))"),
    )
    yield planted(60, "sigmoid tanh", *lacking)
    stale = (INIT, f"{INIT}\nself.Z = []"), ("self.Z = []", "")
    yield planted(61, "sigmoid tanh", *stale)
    yield planted(
        62, "sigmoid softmax", (ERROR, "Y -= self.A[last + 1]\nerror = -Y"), what="targets"
    )
    learns = "for l in range(self.L):\n    self.W[l] -= 0.01 * dW[l]"
    yield planted(62, "sigmoid", (RETURN, f"{learns}\n{RETURN}"), what="weights")
    whole = (
        "G = np.zeros(self.W[l].shape, dtype=int)\nG[:] = self.A[l].T @ delta[l] / m\ndW.append(G)"
    )
    yield planted(63, "relu leaky", (W, whole), what="int")  # below 1 all is 0
    single = "dW.append((self.A[l].T @ delta[l] / m).astype(np.float32))"
    yield planted(63, "sigmoid relu", (W, single), what="float32", shows=False)
    adds = tuple((old, old.replace("- learning", "+ learning")) for old in (STEP_W, STEP_B))
    yield planted(64, "sigmoid relu", *adds, what="adds")
    twice = tuple(
        (old, old.replace("* grads", "* learning_rate * grads")) for old in (STEP_W, STEP_B)
    )
    yield planted(64, "sigmoid", *twice, what="rate twice")
    nowhere = 'W = self.W[l]\nW = W - learning_rate * grads["dW"][l]'
    yield planted(64, "sigmoid softmax", (STEP_W, nowhere), what="wrong array")


PARTS = (weight_gradients, biases, scaling, regularisation, state)
PLANTS = [plant for part in PARTS for plants in part() for plant in plants]
