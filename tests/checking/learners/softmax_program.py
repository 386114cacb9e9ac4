import json
import sys

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def handle(message):
    w = [np.array(m) for m in message["weights"]]
    b = [np.array(v) for v in message["biases"]]
    x, y = np.array(message["inputs"]), np.array(message["targets"])
    a = [x]
    for l in range(len(w)):
        z = a[-1] @ w[l].T + b[l]
        a.append(softmax(z) if l == len(w) - 1 else sigmoid(z))
    delta = a[-1] - y
    dw, db = [], []
    for l in reversed(range(len(w))):
        dw.insert(0, (delta.T @ a[l] / len(x)).tolist())
        db.insert(0, delta.mean(axis=0).tolist())
        delta = delta @ w[l] * a[l] * (1 - a[l])
    loss = -np.sum(y * np.log(np.maximum(a[-1], 1e-300))) / len(x)
    return {"outputs": a[-1].tolist(), "dw": dw, "db": db, "cost": float(loss)}


for line in sys.stdin:
    print(json.dumps(handle(json.loads(line))), flush=True)
