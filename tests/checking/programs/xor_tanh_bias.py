import numpy as np
import matplotlib.pyplot as plt

# hyper parameters
EPOCHS = 8000
LR = 0.3
HIDDEN = 4

rng = np.random.RandomState(1)
data = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]], dtype=np.float64)
target = np.array([[0.0], [1.0], [1.0], [0.0]])
n = len(data)

W_h = rng.normal(0, 0.7, (2, HIDDEN))
b_h = np.zeros((1, HIDDEN))
W_o = rng.normal(0, 0.7, (HIDDEN, 1))
b_o = np.zeros((1, 1))
history = []

for epoch in range(EPOCHS):
    # ---- forward
    h = np.tanh(data @ W_h + b_h)
    yhat = 1 / (1 + np.exp(-(h @ W_o + b_o)))
    loss = np.mean((yhat - target) ** 2)
    history.append(loss)

    # ---- backward
    d_yhat = 2 * (yhat - target) / n
    d_zo = d_yhat * yhat * (1 - yhat)
    dW_o = h.T @ d_zo
    db_o = d_zo.sum(axis=0, keepdims=True)
    d_zh = (d_zo @ W_o.T) * (1 - h ** 2)
    dW_h = data.T @ d_zh
    db_h = d_zh.sum(axis=0, keepdims=True)

    # ---- gradient descent
    W_h -= LR * dW_h
    b_h -= LR * db_h
    W_o -= LR * dW_o
    b_o -= LR * db_o

    if epoch % 1000 == 0:
        print(f"epoch {epoch:5d}  loss {loss:.5f}")

plt.plot(history)
plt.xlabel("epoch")
plt.ylabel("MSE")
plt.show()
