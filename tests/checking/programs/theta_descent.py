# Unrolled parameters and plain gradient descent
import numpy as np

INPUTS, HIDDEN, OUTPUTS = 2, 4, 1
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
Y = np.array([[0], [1], [1], [0]], dtype=float)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def roll(theta):
    cut = (INPUTS + 1) * HIDDEN
    return theta[:cut].reshape(INPUTS + 1, HIDDEN), theta[cut:].reshape(HIDDEN + 1, OUTPUTS)


def with_ones(A):
    return np.column_stack((np.ones(len(A)), A))


def cost(theta):
    T1, T2 = roll(theta)
    H = sigmoid(with_ones(sigmoid(with_ones(X) @ T1)) @ T2)
    return -np.mean(Y * np.log(H) + (1 - Y) * np.log(1 - H))


def gradient(theta):
    T1, T2 = roll(theta)
    A1 = with_ones(X)
    S = sigmoid(A1 @ T1)
    A2 = with_ones(S)
    H = sigmoid(A2 @ T2)
    E2 = (H - Y) / len(X)
    E1 = (E2 @ T2[1:].T) * S * (1 - S)
    return np.concatenate([(A1.T @ E1).ravel(), (A2.T @ E2).ravel()])


def numeric(theta, eps=1e-4):
    result = np.zeros_like(theta)
    for i in range(theta.size):
        step = np.zeros_like(theta)
        step[i] = eps
        result[i] = (cost(theta + step) - cost(theta - step)) / (2 * eps)
    return result


np.random.seed(0)
theta = np.random.uniform(-2, 2, (INPUTS + 1) * HIDDEN + (HIDDEN + 1) * OUTPUTS)
print("gradient check:", np.abs(gradient(theta) - numeric(theta)).max())
for i in range(5000):
    theta -= 2.0 * gradient(theta)
print("final cost:", cost(theta))
