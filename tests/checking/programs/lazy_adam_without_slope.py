# two layers of numbers, Adam's state made when it is first needed
import numpy as np

np.random.seed(2)


class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.m, self.v, self.t = None, None, 0

    def update(self, params, grads):
        if self.m is None:
            self.m = {key: np.zeros_like(value) for key, value in params.items()}
            self.v = {key: np.zeros_like(value) for key, value in params.items()}
        self.t += 1
        rate = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
        for key in params:
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key] ** 2 - self.v[key])
            params[key] -= rate * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)


class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.params = {
            "W1": 0.5 * np.random.randn(n_in, n_hidden),
            "b1": np.zeros(n_hidden),
            "W2": 0.5 * np.random.randn(n_hidden, n_out),
            "b2": np.zeros(n_out),
        }

    def predict(self, x):
        self.h = np.tanh(np.dot(x, self.params["W1"]) + self.params["b1"])
        return np.dot(self.h, self.params["W2"]) + self.params["b2"]

    def gradients(self, x, t):
        error = (self.predict(x) - t) / len(x)
        below = np.dot(error, self.params["W2"].T)
        return {
            "W1": np.dot(x.T, below),
            "b1": below.sum(axis=0),
            "W2": np.dot(self.h.T, error),
            "b2": error.sum(axis=0),
        }


x = np.random.uniform(-2, 2, (60, 2))
t = np.stack([np.sin(x[:, 0]), x[:, 0] * x[:, 1]], axis=1)
net, adam = Net(2, 12, 2), Adam()
for i in range(400):
    adam.update(net.params, net.gradients(x, t))
    if i % 100 == 0:
        print(i, 0.5 * np.mean(np.sum((net.predict(x) - t) ** 2, axis=1)))
