"""A table whose width only the weights say, and whose classes only the last layer does."""
import numpy as np

FEATURES, HIDDEN, ANSWERS = 11, 7, 4

data = np.loadtxt("survey.csv", delimiter=",")
X, answers = data[:, :-1], data[:, -1].astype(int)
Y = np.zeros((len(answers), answers.max() + 1))
Y[np.arange(len(answers)), answers] = 1

rng = np.random.default_rng(3)
weights = {
    "first": rng.normal(0, 0.5, (FEATURES, HIDDEN)),
    "second": rng.normal(0, 0.5, (HIDDEN, ANSWERS)),
}
biases = {"first": np.zeros(HIDDEN), "second": np.zeros(ANSWERS)}


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


for epoch in range(300):
    hidden = np.tanh(X @ weights["first"] + biases["first"])
    out = softmax(hidden @ weights["second"] + biases["second"])
    loss = -np.mean(np.sum(Y * np.log(out), axis=1))

    error = (out - Y) / len(X)
    back = error @ weights["second"].T * (1 - hidden**2)
    weights["second"] -= 0.3 * hidden.T @ error
    biases["second"] -= 0.3 * error.sum(axis=0)
    weights["first"] -= 0.3 * X.T @ back
    biases["first"] -= 0.3 * back.sum(axis=0)
    if epoch % 100 == 0:
        print(epoch, loss)
