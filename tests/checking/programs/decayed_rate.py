import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
y = np.array([[0], [1], [1], [0]], dtype=float)

np.random.seed(3)
w_hidden = np.random.randn(2, 4)
w_out = np.random.randn(4, 1)
b_hidden = np.zeros((1, 4))
rate0, decay, max_epochs, tolerance = 1.0, 1e-4, 20000, 1e-3

epoch = 0
mse = 1.0
while mse > tolerance and epoch < max_epochs:
    rate = rate0 / (1 + decay * epoch)
    hidden = 1 / (1 + np.exp(-(X @ w_hidden + b_hidden)))
    out = 1 / (1 + np.exp(-(hidden @ w_out)))  # no bias here
    mse = np.mean((out - y) ** 2)

    grad_out = (out - y) * out * (1 - out)
    grad_hidden = grad_out @ w_out.T * hidden * (1 - hidden)
    w_out -= rate * hidden.T @ grad_out
    w_hidden -= rate * X.T @ grad_hidden
    b_hidden -= rate * grad_hidden.sum(axis=0, keepdims=True)
    epoch += 1

print("stopped after", epoch, "epochs with error", mse)
