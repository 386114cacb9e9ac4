import numpy as np


class Patterns:
    def __init__(self, ni, nh, no):
        self.wi = np.random.uniform(-0.2, 0.2, (ni, nh))
        self.wo = np.random.uniform(-2.0, 2.0, (nh, no))

    def update(self, inputs):
        self.ai = np.array(inputs)
        self.ah = np.tanh(self.ai @ self.wi)
        self.ao = np.tanh(self.ah @ self.wo)
        return self.ao

    def back_propagate(self, targets, rate):
        late = (np.array(targets) - self.ao) * (1 - self.ao**2)
        early = self.wo @ late * (1 - self.ah**2)
        self.wo += rate * np.outer(self.ah, late)
        self.wi += rate * np.outer(self.ai, early)

    def train(self, patterns, iterations=1000, rate=0.5):
        for _ in range(iterations):
            for p in patterns:
                self.update(p[0])
                self.back_propagate(p[1], rate)
