import numpy as np

data = [[3, 1.5, 1], [2, 1, 0], [4, 1.5, 1], [3, 1, 0], [3.5, 0.5, 1], [2, 0.5, 0], [5.5, 1, 1]]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


w1 = np.random.randn()
w2 = np.random.randn()
b = np.random.randn()
rate = 0.2
costs = []
for i in range(5000):
    point = data[np.random.randint(len(data))]
    z = w1 * point[0] + w2 * point[1] + b
    guess = sigmoid(z)
    target = point[2]
    cost = (guess - target) ** 2
    costs.append(cost)
    d_cost = 2 * (guess - target)
    d_guess = sigmoid(z)
    w1 = w1 - rate * d_cost * d_guess * point[0]
    w2 = w2 - rate * d_cost * d_guess * point[1]
    b = b - rate * d_cost * d_guess
print(w1, w2, b)
