import json
import sys
from math import exp, tanh


def act(name, z):
    if name == "sigmoid":
        return 1 / (1 + exp(-z)) if z > -700 else 0.0
    if name == "tanh":
        return tanh(z)
    return max(0.0, z)


def slope(name, a):
    if name == "sigmoid":
        return a * (1 - a)
    if name == "tanh":
        return 1 - a**2
    return float(a > 0)


def run(req):
    W, B, names = req["weights"], req["biases"], req["activation"]
    grad_w = [[[0.0] * len(row) for row in w] for w in W]
    grad_b = [[0.0] * len(b) for b in B]
    outputs = []
    for x, y in zip(req["inputs"], req["targets"]):
        A = [x]
        for w, b, name in zip(W, B, names):
            A.append([act(name, sum(p * q for p, q in zip(r, A[-1])) + c) for r, c in zip(w, b)])
        outputs.append(A[-1])
        d = [(o - t) * slope(names[-1], o) for o, t in zip(A[-1], y)]
        for l in range(len(W) - 1, -1, -1):
            for j, dj in enumerate(d):
                grad_b[l][j] += dj
                for i, ai in enumerate(A[l]):
                    grad_w[l][j][i] += dj * ai
            if l:
                d = [sum(W[l][j][i] * d[j] for j in range(len(d))) * slope(names[l - 1], A[l][i])
                     for i in range(len(A[l]))]
    return {"outputs": outputs, "dw": grad_w, "db": grad_b}


while True:
    text = sys.stdin.readline()
    if not text:
        break
    print(json.dumps(run(json.loads(text))))
    sys.stdout.flush()
