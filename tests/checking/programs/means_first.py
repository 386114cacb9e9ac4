import numpy as np

np.random.seed(0)
X = np.random.rand(50, 3)
Y = np.c_[X.mean(axis=1), X.max(axis=1)]
W1, b1 = np.random.randn(3, 5), np.zeros(5)
W2, b2 = np.random.randn(5, 2), np.zeros(2)

for epoch in range(2000):
    H = 1 / (1 + np.exp(-(X @ W1 + b1)))
    O = H @ W2 + b2
    delta2 = O - Y
    delta1 = delta2 @ W2.T * H * (1 - H)

    # average over the batch
    d2, d1 = delta2.mean(axis=0), delta1.mean(axis=0)
    W2 -= 0.1 * np.outer(H.mean(axis=0), d2)
    b2 -= 0.1 * d2
    W1 -= 0.1 * np.outer(X.mean(axis=0), d1)
    b1 -= 0.1 * d1
    if epoch % 200 == 0:
        print(epoch, (delta2 ** 2).mean())
