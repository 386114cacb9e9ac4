"""Softmax network for three kinds of flowers, mini-batches, plain numpy."""
import numpy as np

learning_rate = 0.1
n_epochs = 300
batch_size = 4
n_hidden = 6

# sepal length, sepal width, petal length, petal width
flowers = np.array([
    [5.1, 3.5, 1.4, 0.2], [4.9, 3.0, 1.4, 0.2], [4.7, 3.2, 1.3, 0.2], [5.0, 3.6, 1.4, 0.3],
    [7.0, 3.2, 4.7, 1.4], [6.4, 3.2, 4.5, 1.5], [6.9, 3.1, 4.9, 1.5], [5.5, 2.3, 4.0, 1.3],
    [6.3, 3.3, 6.0, 2.5], [5.8, 2.7, 5.1, 1.9], [7.1, 3.0, 5.9, 2.1], [6.5, 3.0, 5.8, 2.2],
])
kinds = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])

flowers = (flowers - flowers.mean(axis=0)) / flowers.std(axis=0)
onehot = np.eye(3)[kinds]

np.random.seed(0)
W1 = 0.3 * np.random.randn(4, n_hidden)
b1 = np.zeros(n_hidden)
W2 = 0.3 * np.random.randn(n_hidden, 3)
b2 = np.zeros(3)

for epoch in range(n_epochs):
    order = np.random.permutation(len(flowers))
    total = 0.0
    for start in range(0, len(flowers), batch_size):
        idx = order[start:start + batch_size]
        xb, yb = flowers[idx], onehot[idx]

        a1 = np.tanh(xb.dot(W1) + b1)
        scores = a1.dot(W2) + b2
        scores -= scores.max(axis=1, keepdims=True)
        e = np.exp(scores)
        probs = e / e.sum(axis=1, keepdims=True)
        total += -np.sum(yb * np.log(probs))

        dscores = (probs - yb) / len(idx)
        dW2 = a1.T.dot(dscores)
        db2 = dscores.sum(axis=0)
        da1 = dscores.dot(W2.T) * (1 - a1 * a1)
        dW1 = xb.T.dot(da1)
        db1 = da1.sum(axis=0)

        W1 -= learning_rate * dW1
        b1 -= learning_rate * db1
        W2 -= learning_rate * dW2
        b2 -= learning_rate * db2
    if (epoch + 1) % 50 == 0:
        print("epoch", epoch + 1, "cross entropy", total / len(flowers))

pred = np.argmax(np.tanh(flowers.dot(W1) + b1).dot(W2) + b2, axis=1)
print("accuracy:", np.mean(pred == kinds))
