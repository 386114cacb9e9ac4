"""A network in plain Python that `groundup check --command "python network.py"` can ask."""

import json
import math
import sys
from operator import mul

FUNCTIONS = {
    "sigmoid": (lambda z: 0.5 + 0.5 * math.tanh(0.5 * z), lambda z, a: a * (1 - a)),
    "tanh": (math.tanh, lambda z, a: 1 - a * a),
    "relu": (lambda z: max(z, 0.0), lambda z, a: 1.0 if z > 0 else 0.0),
    "linear": (lambda z: z, lambda z, a: 1.0),
}


def backprop(w, b, f, x, y):
    """For one sample: its outputs, and the gradients of ½‖a-y‖²."""
    z, a = [], [x]
    for l in range(len(w)):
        z.append([sum(map(mul, row, a[l])) + bias for row, bias in zip(w[l], b[l])])
        a.append([f[l][0](zj) for zj in z[l]])
    delta = [[] for _ in w]
    error = [out - target for out, target in zip(a[len(w)], y)]
    for l in reversed(range(len(w))):
        delta[l] = [e * f[l][1](zj, aj) for e, zj, aj in zip(error, z[l], a[l + 1])]
        error = [sum(map(mul, column, delta[l])) for column in zip(*w[l])]
    dw = [[[dj * ai for ai in a[l]] for dj in delta[l]] for l in range(len(w))]
    return a[len(w)], dw, delta


def combine(f, *lists):
    """Entry by entry through nested lists of one shape."""
    if not isinstance(lists[0], (list, tuple)):
        return f(*lists)
    return [combine(f, *parts) for parts in zip(*lists)]


def answer(asked):
    if asked["cost"] != "quadratic":
        return {"error": f"no cost called {asked['cost']} here"}
    unknown = [name for name in asked["activation"] if name not in FUNCTIONS]
    if unknown:
        return {"error": f"no activation called {unknown[0]} here"}

    w, b, eta = asked["weights"], asked["biases"], asked["learning_rate"]
    f = [FUNCTIONS[name] for name in asked["activation"]]
    samples = zip(asked["inputs"], asked["targets"])
    outputs, dws, dbs = zip(*(backprop(w, b, f, x, y) for x, y in samples))
    dw = combine(lambda *numbers: sum(numbers) / len(numbers), *dws)
    db = combine(lambda *numbers: sum(numbers) / len(numbers), *dbs)
    return {
        "outputs": outputs,
        "dw": dw,
        "db": db,
        "weights": combine(lambda wi, dwi: wi - eta * dwi, w, dw),
        "biases": combine(lambda bi, dbi: bi - eta * dbi, b, db),
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
