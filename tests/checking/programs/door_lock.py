"""A lock with two keys: whole numbers go to a method, beside the global that they are."""

import numpy as np

np.random.seed(5)


class Lock:
    def __init__(self):
        self.inner = np.random.randn(2, 5)
        self.inner_bias = np.zeros((1, 5))
        self.outer = np.random.randn(5, 1)
        self.outer_bias = np.zeros((1, 1))

    def squash(self, z):
        return 1 / (1 + np.exp(-z))

    def slope(self, z):
        s = self.squash(z)
        return s * (1 - s)

    def learn(self, keys, opens, rounds=5000, pace=0.2):
        history = []
        for _ in range(rounds):
            z1 = np.dot(keys, self.inner) + self.inner_bias
            a1 = self.squash(z1)
            z2 = np.dot(a1, self.outer) + self.outer_bias
            guess = self.squash(z2)
            history.append(0.5 * np.sum((opens - guess) ** 2))

            d2 = (guess - opens) * self.slope(z2)
            d1 = np.dot(d2, self.outer.T) * self.slope(z1)
            self.outer -= pace * np.dot(a1.T, d2)
            self.outer_bias -= pace * np.sum(d2, axis=0, keepdims=True)
            self.inner -= pace * np.dot(keys.T, d1)
            self.inner_bias -= pace * np.sum(d1, axis=0, keepdims=True)
        return history


both_keys = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
door = np.array([[0], [1], [1], [0]])

lock = Lock()
print(lock.learn(both_keys, door)[-1])
turn = int(input("Which key? "))
print(lock.squash(turn))
