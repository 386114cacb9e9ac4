"""A network over characters whose state is carried on from text to text; cost: cross-entropy."""
import numpy as np

rng = np.random.default_rng(7)
text = rng.integers(0, 4, size=41)
U = rng.normal(size=(3, 4)) * 0.5
W = rng.normal(size=(3, 3)) * 0.5
V = rng.normal(size=(4, 3)) * 0.5
state = np.zeros(3)
rate = 0.1

for turn in range(50):
    some = text[turn % 10 * 4 : turn % 10 * 4 + 5]
    hs, ps, cost = [state], [], 0.0
    for t in range(4):
        hs.append(np.tanh(U[:, some[t]] + W @ hs[-1]))
        e = np.exp(V @ hs[-1])
        ps.append(e / e.sum())
        cost += -np.log(ps[-1][some[t + 1]])
    state = hs[-1]
    # backward
    dU, dW, dV, dnext = np.zeros_like(U), np.zeros_like(W), np.zeros_like(V), np.zeros(3)
    for t in reversed(range(4)):
        d = ps[t].copy()
        d[some[t + 1]] -= 1
        dV += np.outer(d, hs[t + 1])
        dz = (V.T @ d + dnext) * (1 - hs[t + 1] ** 2)
        dU[:, some[t]] += dz
        dW += np.outer(dz, hs[t])
        dnext = W.T @ dz
    # step
    U -= rate * dU
    W -= rate * dW
    V -= rate * dV
# parameters: U W V
