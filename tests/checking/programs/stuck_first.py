import numpy as np

np.random.seed(2)
X = np.random.randint(0, 2, (30, 4)).astype(float)
Y = np.c_[X[:, 0] == X[:, 1], X[:, 2] + X[:, 3] > 0].astype(float)
sizes = [4, 6, 5, 2]
weights = [np.random.randn(a, b) for a, b in zip(sizes, sizes[1:])]
biases = [np.random.randn(b) for b in sizes[1:]]
lr = 0.1

for epoch in range(3000):
    a = [X]
    for w, b in zip(weights, biases):
        a.append(1 / (1 + np.exp(-(a[-1] @ w + b))))
    delta = (a[-1] - Y) * a[-1] * (1 - a[-1])
    for l in range(len(weights) - 1, 0, -1):
        back = delta @ weights[l].T * a[l] * (1 - a[l])
        weights[l] -= lr * a[l].T @ delta
        biases[l] -= lr * delta.sum(axis=0)
        delta = back
    if epoch % 300 == 0:
        print(epoch, np.mean((a[-1] - Y) ** 2))
