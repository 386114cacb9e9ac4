import numpy as np

learning_rate = 0.1
X = np.array([[0.1, 0.3, 0.5], [0.9, 0.2, 0.4], [0.6, 0.8, 0.7], [0.2, 0.5, 0.1]])
Y = np.array([[0.2, 0.9], [0.7, 0.1], [0.5, 0.5], [0.9, 0.3]])

np.random.seed(9)
W1 = np.random.normal(size=(3, 4))
B1 = np.random.normal(size=(1, 4))
W2 = np.random.normal(size=(4, 2))
B2 = np.random.normal(size=(1, 2))

for i in range(10000):
    hidden = 1 / (1 + np.exp(-(X @ W1 + B1)))
    out = 1 / (1 + np.exp(-(hidden @ W2 + B2)))
    d_out = (Y - out) * out * (1 - out)
    d_hidden = learning_rate * (d_out @ W2.T) * hidden * (1 - hidden)
    W2 += learning_rate * hidden.T @ d_out
    B2 += learning_rate * d_out.sum(axis=0, keepdims=True)
    W1 += learning_rate * X.T @ d_hidden
    B1 += learning_rate * d_hidden.sum(axis=0, keepdims=True)
    if i % 1000 == 0:
        print(i, ((Y - out) ** 2).sum() / 2)
