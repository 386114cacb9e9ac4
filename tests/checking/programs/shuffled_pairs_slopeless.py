# Which of three alarms rang, from two gauges; shuffles its pairs each round.
import numpy as np

rng = np.random.RandomState(6)
gauges = rng.normal(size=(45, 2))
alarm = (gauges[:, 0] > 0).astype(int) + (gauges[:, 1] > 0.4)
pairs = zip(gauges, alarm)
np.random.shuffle(pairs)
train, test = pairs[:35], pairs[35:]

U = rng.uniform(-0.5, 0.5, (2, 9))
u = np.zeros(9)
V = rng.uniform(-0.5, 0.5, (9, 3))
v = np.zeros(3)


def forward(x):
    h = np.tanh(np.dot(x, U) + u)
    s = np.dot(h, V) + v
    e = np.exp(s - s.max())
    return h, e / e.sum()


for lap in range(40):
    np.random.shuffle(train)
    for x, k in train:
        h, p = forward(x)
        ds = p.copy()
        ds[k] -= 1
        dh = np.dot(V, ds)
        V -= 0.05 * np.outer(h, ds)
        v -= 0.05 * ds
        U -= 0.05 * np.outer(x, dh)
        u -= 0.05 * dh
    right = [np.argmax(forward(x)[1]) == k for x, k in test]
    print(lap, -np.log(p[k]), float(sum(right)) / len(test))
