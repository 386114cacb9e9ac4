import numpy as np
import matplotlib.pyplot as plt

PER_CLOUD = 500


def forward(points, W, b, V, c):
    hidden = 1 / (1 + np.exp(-points.dot(W) - b))
    scores = np.exp(hidden.dot(V) + c)
    return hidden, scores / scores.sum(axis=1, keepdims=True)


def step_V(hidden, wanted, output):
    return hidden.T.dot(wanted - output)


def step_c(wanted, output):
    return (wanted - output).sum(axis=0)


def step_W(points, hidden, wanted, output, V):
    return points.T.dot((wanted - output).dot(V) * hidden * (1 - hidden))


def step_b(hidden, wanted, output, V):
    return ((wanted - output).dot(V) * hidden * (1 - hidden)).sum(axis=0)


def likelihood(wanted, output):
    return (wanted * np.log(output)).sum()


def main():
    left = np.random.randn(PER_CLOUD, 2) + np.array([-2, 1])
    right = np.random.randn(PER_CLOUD, 2) + np.array([2, 1])
    below = np.random.randn(PER_CLOUD, 2) + np.array([0, -2])
    points = np.vstack([left, right, below])
    numbers = np.repeat([0, 1, 2], PER_CLOUD)
    wanted = np.zeros((len(points), 3))
    for i in range(len(points)):
        wanted[i, numbers[i]] = 1

    W, b = np.random.randn(2, 3), np.random.randn(3)
    V, c = np.random.randn(3, 3), np.random.randn(3)
    rate, history = 1e-3, []
    for epoch in range(1000):
        hidden, output = forward(points, W, b, V, c)
        if epoch % 100 == 0:
            history.append(likelihood(wanted, output))
        gV, gc = step_V(hidden, wanted, output), step_c(wanted, output)
        gW = step_W(points, hidden, wanted, output, V)
        gb = step_b(hidden, wanted, output, V)
        V += rate * gV
        c += rate * gc
        W += rate * gW
        b += rate * gb
    plt.plot(history)
    plt.show()


if __name__ == "__main__":
    main()
