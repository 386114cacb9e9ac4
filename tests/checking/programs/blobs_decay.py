import numpy as np

# three blobs
rs = np.random.RandomState(4)
centers = np.array([[0, 2], [2, -1], [-2, -1]])
X = np.vstack([c + rs.randn(30, 2) for c in centers])
y = np.repeat(np.arange(3), 30)
T = np.eye(3)[y]

lam = 0.01
lr = 0.2
W1, b1 = rs.randn(2, 8) * 0.5, np.zeros(8)
W2, b2 = rs.randn(8, 3) * 0.5, np.zeros(3)

for n in range(1000):
    H = np.tanh(X @ W1 + b1)
    S = H @ W2 + b2
    P = np.exp(S - S.max(1, keepdims=True))
    P /= P.sum(1, keepdims=True)
    loss = -np.sum(T * np.log(P)) / len(X) + lam / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))

    dS = (P - T) / len(X)
    dW2 = H.T @ dS - lam * W2
    db2 = dS.sum(0)
    dH = dS @ W2.T * (1 - H ** 2)
    dW1 = X.T @ dH - lam * W1
    db1 = dH.sum(0)

    W1 -= lr * dW1; b1 -= lr * db1
    W2 -= lr * dW2; b2 -= lr * db2
    if n % 100 == 0:
        print(n, loss)
