# An old exercise: weights of every size in one array, as NumPy still made it in 2019.
import numpy as np

np.random.seed(2)


def sig(v):
    return 1.0 / (1.0 + np.exp(-v))


widths = [2, 5, 3, 1]
W = np.array([np.random.randn(n, k) for n, k in zip(widths[:-1], widths[1:])])
B = np.array([np.zeros(k) for k in widths[1:]])

corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
wanted = np.array([[0], [1], [1], [0]])


def learn(x, y, rate):
    global W, B
    acts = [x]
    for w, b in zip(W, B):
        acts.append(sig(acts[-1] @ w + b))
    delta = (acts[-1] - y) * acts[-1] * (1 - acts[-1])
    steps_w, steps_b = [], []
    for l in range(len(W) - 1, -1, -1):
        steps_w.insert(0, acts[l].T @ delta)
        steps_b.insert(0, delta.sum(axis=0))
        delta = (delta @ W[l].T) * acts[l] * (1 - acts[l])
    W = W - rate * np.array(steps_w)
    B = B - rate * np.array(steps_b)
    return 0.5 * np.sum((acts[-1] - y) ** 2)


for lap in range(3000):
    cost = learn(corners, wanted, 0.7)
    if lap % 1000 == 0:
        print(lap, cost)
