import numpy as np

rng = np.random.RandomState(0)
points = rng.randn(80, 4)
kinds = (np.abs(points).sum(axis=1) > 3.0).astype(int) + (points[:, 0] > 0)
train, train_kinds, test, test_kinds = points[:60], kinds[:60], points[60:], kinds[60:]


def one_hot(kinds):
    rows = np.zeros((len(kinds), 3))
    for row, kind in zip(rows, kinds):
        row[kind] = 1
    return rows


def forward(points, V, c, U, d):
    hidden = np.tanh(points.dot(V) + c)
    scores = np.exp(hidden.dot(U) + d)
    return hidden, scores / scores.sum(axis=1, keepdims=True)


def cross_entropy(targets, said):
    return -np.mean(np.sum(targets * np.log(said), axis=1))


train_targets, test_targets = one_hot(train_kinds), one_hot(test_kinds)
V, c = rng.randn(4, 6), np.zeros(6)
U, d = rng.randn(6, 3), np.zeros(3)
curve = []
for lap in range(2000):
    hidden, said = forward(train, V, c, U, d)
    test_hidden, test_said = forward(test, V, c, U, d)
    curve.append((cross_entropy(train_targets, said), cross_entropy(test_targets, test_said)))
    off = said - train_targets
    back = off.dot(U.T) * (1 - hidden * hidden)
    U -= 0.01 * hidden.T.dot(off)
    d -= 0.01 * off.sum(axis=0)
    V -= 0.01 * train.T.dot(back)
    c -= 0.01 * back.sum()
print(curve[-1])
