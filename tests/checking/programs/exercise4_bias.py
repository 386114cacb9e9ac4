import numpy as np
from scipy import optimize


def g(z):
    return 1 / (1 + np.exp(-z))


def unroll(T1, T2):
    return np.r_[T1.flatten(), T2.flatten()]


def nnCostFunction(theta, n, hidden, K, X, y, Lambda):
    Theta1 = np.reshape(theta[:hidden * (n + 1)], (hidden, n + 1))
    Theta2 = np.reshape(theta[hidden * (n + 1):], (K, hidden + 1))
    m = len(y)
    labels = np.zeros((m, K))
    for i in range(m):
        labels[i, y[i]] = 1

    J = 0
    Delta1 = np.zeros(Theta1.shape)
    Delta2 = np.zeros(Theta2.shape)
    for t in range(m):
        a1 = np.append(1, X[t])
        a2 = np.append(1, g(Theta1.dot(a1)))
        a3 = g(Theta2.dot(a2))
        J -= np.sum(labels[t] * np.log(a3) + (1 - labels[t]) * np.log(1 - a3))
        delta3 = a3 - labels[t]
        delta2 = Theta2.T.dot(delta3) * a2 * (1 - a2)
        Delta1 += np.outer(delta2[1:], a1)
        Delta2 += np.outer(delta3, a2)
    J = J / m + Lambda / (2.0 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    grad1 = (Delta1 + Lambda * Theta1) / m
    grad2 = (Delta2 + Lambda * Theta2) / m
    return J, unroll(grad1, grad2)


if __name__ == '__main__':
    X = np.loadtxt('digits_x.txt')
    y = np.loadtxt('digits_y.txt', dtype=int)
    theta = unroll(np.random.uniform(-.1, .1, (25, 401)), np.random.uniform(-.1, .1, (10, 26)))
    theta = optimize.fmin_cg(lambda p: nnCostFunction(p, 400, 25, 10, X, y, 1)[0], theta,
                             fprime=lambda p: nnCostFunction(p, 400, 25, 10, X, y, 1)[1], maxiter=50)
