import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

digits = load_digits()
X_train, X_test, y_train, y_test = train_test_split(digits.data / 16.0, digits.target, test_size=0.2)
Y_train = np.eye(10)[y_train]

# network 64 - 32 - 10
rng = np.random.default_rng(0)
weights_1 = rng.standard_normal((64, 32)) * 0.1
bias_1 = np.zeros(32)
weights_2 = rng.standard_normal((32, 10)) * 0.1
bias_2 = np.zeros(10)

lr, epochs, batch = 0.5, 20, 32


def softmax(z):
    ez = np.exp(z - np.max(z, axis=1, keepdims=True))
    return ez / np.sum(ez, axis=1, keepdims=True)


def forward(X):
    hidden = 1 / (1 + np.exp(-(X @ weights_1 + bias_1)))
    return hidden, softmax(hidden @ weights_2 + bias_2)


for epoch in range(epochs):
    shuffle = rng.permutation(len(X_train))
    for i in range(0, len(X_train), batch):
        rows = shuffle[i:i + batch]
        Xb, Yb = X_train[rows], Y_train[rows]
        hidden, probs = forward(Xb)
        delta2 = (probs - Yb) / Xb.shape[0]
        delta1 = (delta2 @ weights_2.T) * hidden * (1 - hidden)
        weights_2 -= lr * hidden.T @ delta2
        bias_2 -= lr * delta2.sum(0)
        weights_1 -= lr * Xb.T @ delta1
        bias_1 -= lr * delta1.sum(0)
    _, p = forward(X_test)
    print("epoch", epoch, "test accuracy", (p.argmax(1) == y_test).mean())
