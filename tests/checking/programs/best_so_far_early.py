# Three kinds of pebbles by weight, length and shine; stops when the held-out loss stays high.
import numpy as np

rng = np.random.default_rng(11)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class Stage:
    def __init__(self, n_in, n_out):
        self.weights = rng.normal(size=(n_in, n_out)) * np.sqrt(2.0 / n_in)
        self.biases = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.weights + self.biases

    def backward(self, slope, rate):
        self.weights -= rate * self.x.T @ slope
        self.biases -= rate * slope.sum(axis=0, keepdims=True)
        return slope @ self.weights.T


class Hinge:
    def forward(self, z):
        self.z = z
        return np.maximum(0.0, z)

    def backward(self, slope, rate):
        return slope * (self.z > 0)


class Sorter:
    def __init__(self, stages, patience):
        self.stages = stages
        self.patience = patience

    def forward(self, x):
        for stage in self.stages:
            x = stage.forward(x)
        return softmax(x)

    def fit(self, x, y, x_test, y_test, epochs, batch_size, rate):
        best_loss = float("inf")
        waited = 0
        for epoch in range(epochs):
            for i in range(0, len(x), batch_size):
                x_batch, y_batch = x[i : i + batch_size], y[i : i + batch_size]
                slope = self.forward(x_batch) - y_batch
                for stage in reversed(self.stages):
                    slope = stage.backward(slope, rate)
            test_loss = -np.sum(y_test * np.log(self.forward(x_test))) / len(x_test)
            if test_loss < best_loss:
                best_loss, waited = test_loss, 0
            else:
                waited += 1
            if waited >= self.patience:
                print("no better since epoch", epoch - waited)
                break
        return best_loss


def pebbles(n):
    x = rng.normal(size=(n, 3))
    kind = (x[:, 0] + x[:, 1] > 0).astype(int) + (x[:, 2] > 0.5)
    return x, np.eye(3)[kind]


if __name__ == "__main__":
    x, y = pebbles(90)
    x_test, y_test = pebbles(30)
    sorter = Sorter([Stage(3, 12), Hinge(), Stage(12, 3)], patience=4)
    print("best:", sorter.fit(x, y, x_test, y_test, epochs=60, batch_size=10, rate=0.01))
