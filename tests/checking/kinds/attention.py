"""One head of attention over a sequence; cost: the mean square."""
import numpy as np

rng = np.random.default_rng(9)
X = rng.normal(size=(5, 4))
Y = rng.normal(size=(5, 3))
Wq, Wk, Wv = [rng.normal(size=(4, 3)) * 0.6 for _ in range(3)]
Wo = rng.normal(size=(3, 3)) * 0.6
rate = 0.3

for turn in range(60):
    Q, K, V = X @ Wq, X @ Wk, X @ Wv
    S = Q @ K.T / np.sqrt(3)
    e = np.exp(S - S.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    C = A @ V
    P = C @ Wo
    cost = ((P - Y) ** 2).mean()
    # backward
    dP = 2 * (P - Y) / P.size
    dWo = C.T @ dP
    dC = dP @ Wo.T
    dA = dC @ V.T
    dV = A.T @ dC
    dS = A * (dA - (dA * A).sum(axis=1, keepdims=True)) / np.sqrt(3)
    dQ = dS @ K
    dK = dS.T @ Q
    dWq = X.T @ dQ
    dWk = X.T @ dK
    dWv = X.T @ dV
    # step
    Wo -= rate * dWo
    Wq -= rate * dWq
    Wk -= rate * dWk
    Wv -= rate * dWv
# parameters: Wq Wk Wv Wo
