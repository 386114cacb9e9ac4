"""Skip-gram word vectors with a full softmax, on a toy corpus."""
import numpy as np

text = "the king loves the queen the queen loves the king the dog loves the bone".split()
vocab = sorted(set(text))
index = {w: i for i, w in enumerate(vocab)}
V, D, WINDOW, RATE = len(vocab), 5, 2, 0.05

centers, contexts = [], []
for i, w in enumerate(text):
    for j in range(max(0, i - WINDOW), min(len(text), i + WINDOW + 1)):
        if i != j:
            centers.append(index[w])
            contexts.append(index[text[j]])
X = np.eye(V)[centers]
Y = np.eye(V)[contexts]

rng = np.random.default_rng(0)
W_in = rng.normal(0, 0.1, (V, D))
W_out = rng.normal(0, 0.1, (D, V))

for epoch in range(500):
    h = X @ W_in  # linear
    u = h @ W_out
    y_pred = np.exp(u - u.max(1, keepdims=True))
    y_pred /= y_pred.sum(1, keepdims=True)
    loss = -np.sum(Y * np.log(y_pred))
    e = y_pred - Y
    dW_out = h.T @ e
    dW_in = X.T @ (e @ W_out.T)
    W_out -= RATE * dW_out
    W_in -= RATE * dW_in
    if epoch % 100 == 0:
        print(epoch, loss)
