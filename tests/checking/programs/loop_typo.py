import numpy as np

np.random.seed(3)
x = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], dtype=float)
t = np.array([[0.0], [1.0], [1.0], [0.0]])
learning_rate = 0.4
weights1 = np.random.uniform(-1, 1, (3, 4))
weights2 = np.random.uniform(-1, 1, (4, 1))


def act(z):
    return 1 / (1 + np.exp(-z))


for step in range(20000):
    hidden = act(x.dot(weights1))
    out = act(hidden.dot(weights2))
    d_out = (t - out) * out * (1 - out)
    d_hidden = d_out.dot(weights2.T) * hiden * (1 - hidden)
    weights2 += learning_rate * hidden.T.dot(d_out)
    weights1 += learning_rate * x.T.dot(d_hidden)

print(out)
