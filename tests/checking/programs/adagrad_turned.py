# three classes, AdaGrad, errors the other way round
import numpy as np

np.random.seed(5)
X = np.random.randn(90, 2) + np.repeat(np.array([[3, 0], [-3, 0], [0, 3]]), 30, axis=0)
Y = np.repeat(np.eye(3), 30, axis=0)
params = {"W1": np.random.randn(2, 9) * 0.3, "b1": np.zeros(9), "W2": np.random.randn(9, 3) * 0.3, "b2": np.zeros(3)}
memory = {k: np.zeros_like(v) for k, v in params.items()}
lr = 0.1

for t in range(500):
    H = np.maximum(0, X @ params["W1"] + params["b1"])
    S = H @ params["W2"] + params["b2"]
    P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    G = (Y - P) / len(X)
    GH = (G @ params["W2"].T) * (H > 0)
    grads = {"W1": X.T @ GH, "b1": GH.sum(0), "W2": H.T @ G, "b2": G.sum(0)}
    for k in params:
        memory[k] += grads[k] ** 2
        params[k] -= lr * grads[k] / (np.sqrt(memory[k]) + 1e-8)
    if t % 50 == 0:
        print(t, -np.sum(Y * np.log(P)) / len(X))
