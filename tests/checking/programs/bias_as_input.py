# The bias is one more input that is always 1, in both layers
import numpy as np

samples = np.array([[0.1, 0.9], [0.8, 0.2], [0.7, 0.7], [0.2, 0.1], [0.5, 0.95]])
wanted = np.array([[1, 0], [0, 1], [1, 1], [0, 0], [1, 0]])


def squash(t):
    return 1 / (1 + np.exp(-t))


np.random.seed(11)
eta = 0.25
Wih = np.random.randn(3, 4) * 0.5  # 2 inputs + bias
Who = np.random.randn(5, 2) * 0.5  # 4 hidden + bias

ones = np.ones((samples.shape[0], 1))
Xb = np.hstack([samples, ones])
for k in range(20000):
    hidden = squash(Xb.dot(Wih))
    Hb = np.hstack([hidden, ones])
    result = squash(Hb.dot(Who))

    err = result - wanted
    delta_o = err * result * (1 - result)
    back = delta_o.dot(Who.T)[:, :-1]  # nothing flows into the bias unit
    delta_h = back * hidden * (1 - hidden)

    Who = Who - eta * Hb.T.dot(delta_o)
    Wih = Wih - eta * Xb.T.dot(delta_h)
    if k % 4000 == 0:
        print(k, 0.5 * np.sum(err ** 2))
print(result)
