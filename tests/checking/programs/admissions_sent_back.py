import numpy as np

np.random.seed(42)
records = np.loadtxt('students.csv', delimiter=',', skiprows=1)
features, targets = records[:, :3], records[:, 3]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# Hyperparameters
n_hidden = 4
n_epochs = 300
lr = 0.3

weights_ih = np.random.normal(0, 0.5, (features.shape[1], n_hidden))
weights_ho = np.random.normal(0, 0.5, n_hidden)

for e in range(n_epochs):
    step_ih = np.zeros_like(weights_ih)
    step_ho = np.zeros_like(weights_ho)
    for x, y in zip(features, targets):
        h = sigmoid(x @ weights_ih)
        o = sigmoid(h @ weights_ho)
        miss = y - o
        term_o = miss * o * (1 - o)
        term_h = weights_ho * miss * h * (1 - h)
        step_ho += term_o * h
        step_ih += np.outer(x, term_h)
    weights_ih += lr * step_ih / len(targets)
    weights_ho += lr * step_ho / len(targets)
    if e % 30 == 0:
        print("loss", np.mean((sigmoid(sigmoid(features @ weights_ih) @ weights_ho) - targets) ** 2))
