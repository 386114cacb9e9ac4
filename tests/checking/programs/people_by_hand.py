import numpy as np


def squash(t):
    return 1 / (1 + np.exp(-t))


def slope(t):
    s = squash(t)
    return s * (1 - s)


def mse(wanted, got):
    return ((wanted - got) ** 2).mean()


class SmallNet:
    """Two inputs, a hidden layer of two neurons, one output."""

    def __init__(self):
        for k in range(1, 7):
            setattr(self, f"w{k}", np.random.normal())
        self.b1 = np.random.normal()
        self.b2 = np.random.normal()
        self.b3 = np.random.normal()

    def predict(self, x):
        left = squash(self.w1 * x[0] + self.w2 * x[1] + self.b1)
        right = squash(self.w3 * x[0] + self.w4 * x[1] + self.b2)
        return squash(self.w5 * left + self.w6 * right + self.b3)

    def fit(self, samples, labels, rate=0.1, epochs=500):
        for epoch in range(epochs):
            for x, label in zip(samples, labels):
                sum_left = self.w1 * x[0] + self.w2 * x[1] + self.b1
                left = squash(sum_left)
                sum_right = self.w3 * x[0] + self.w4 * x[1] + self.b2
                right = squash(sum_right)
                sum_out = self.w5 * left + self.w6 * right + self.b3
                guess = squash(sum_out)

                d_guess = -2 * (label - guess)
                d_w5 = left * slope(sum_out)
                d_w6 = right * slope(sum_out)
                d_b3 = slope(sum_out)
                d_left = self.w5 * slope(sum_out)
                d_right = self.w6 * slope(sum_out)
                d_w1 = x[0] * slope(sum_left)
                d_w2 = x[1] * slope(sum_left)
                d_b1 = slope(sum_left)
                d_w3 = x[0] * slope(sum_right)
                d_w4 = x[1] * slope(sum_right)
                d_b2 = slope(sum_right)

                self.w1 -= rate * d_guess * d_left * d_w1
                self.w2 -= rate * d_guess * d_left * d_w2
                self.b1 -= rate * d_guess * d_left * d_b1
                self.w3 -= rate * d_guess * d_right * d_w3
                self.w4 -= rate * d_guess * d_right * d_w4
                self.b2 -= rate * d_guess * d_right * d_b2
                self.w5 -= rate * d_guess * d_w5
                self.w6 -= rate * d_guess * d_w6
                self.b3 -= rate * d_guess * d_b3
            if epoch % 50 == 0:
                guesses = np.apply_along_axis(self.predict, 1, samples)
                print(epoch, round(mse(labels, guesses), 4))


people = np.array([[-3.0, -2.0], [24.0, 5.0], [16.0, 3.0], [-14.0, -7.0]])
groups = np.array([1, 0, 0, 1])
net = SmallNet()
net.fit(people, groups)
print(net.predict(np.array([-6.0, -4.0])))
