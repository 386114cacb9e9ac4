import numpy as np


def squash(z):
    return 1.0 / (1.0 + np.exp(-z))


def slope(a):
    return a * (1.0 - a)


class ThreeLayers:
    def __init__(self, input_array, output_array):
        self.input_array, self.output_array = input_array, output_array
        self.first = np.random.rand(self.input_array.shape[1], 5)
        self.second = np.random.rand(5, 4)
        self.third = np.random.rand(4, 1)

    def feedforward(self):
        self.layer1 = squash(self.input_array @ self.first)
        self.layer2 = squash(self.layer1 @ self.second)
        return squash(self.layer2 @ self.third)

    def improve(self):
        delta3 = (self.output_array - self.found) * slope(self.found)
        delta2 = delta3 @ self.third.T * slope(self.layer2)
        delta1 = delta2 @ self.second.T * slope(self.layer1)
        self.third += self.layer2.T @ delta3
        self.second += self.layer1.T @ delta2
        self.first += self.input_array.T @ delta1

    def train(self, output, iterations, give_loss):
        for i in range(iterations):
            self.found = self.feedforward()
            self.improve()
            if give_loss:
                print(i, np.mean((output - self.feedforward()) ** 2))


if __name__ == "__main__":
    xs = np.array(eval(input("samples: ")))
    ys = np.array(eval(input("targets: "))).reshape(-1, 1)
    ThreeLayers(xs, ys).train(ys, 1000, True)
