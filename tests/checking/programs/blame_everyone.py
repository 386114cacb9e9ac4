import numpy as np

features = np.array([[0.2, 0.7, 0.1], [0.9, 0.4, 0.5], [0.3, 0.3, 0.8], [0.6, 0.1, 0.2]])
classes = np.array([[1, 0], [0, 1], [1, 0], [0, 1]])

np.random.seed(77)
w1 = np.random.normal(size=(3, 4))
b1 = np.random.normal(size=4)
w2 = np.random.normal(size=(4, 2))
b2 = np.random.normal(size=2)

for epoch in range(3000):
    h = 1 / (1 + np.exp(-(features @ w1 + b1)))
    o = 1 / (1 + np.exp(-(h @ w2 + b2)))
    delta_o = (o - classes) * o * (1 - o)
    # every hidden unit gets the whole error
    delta_h = delta_o.sum(axis=1, keepdims=True) * h * (1 - h)
    w2 -= 0.4 * h.T @ delta_o
    b2 -= 0.4 * delta_o.sum(axis=0)
    w1 -= 0.4 * features.T @ delta_h
    b1 -= 0.4 * delta_h.sum(axis=0)
print(np.abs(o - classes).mean())
