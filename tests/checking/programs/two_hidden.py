import numpy as np


class TwoHiddenLayers:
    """Weights by place; no biases. train() works on the arrays of the constructor."""

    def __init__(self, input_array, output_array):
        self.input_array = input_array
        self.input_to_first = np.random.rand(input_array.shape[1], 4)
        self.first_to_second = np.random.rand(4, 3)
        self.second_to_output = np.random.rand(3, 1)
        self.output_array = output_array
        self.predicted = np.zeros(output_array.shape)

    def feedforward(self):
        self.first = sigmoid(self.input_array @ self.input_to_first)
        self.second = sigmoid(self.first @ self.first_to_second)
        self.predicted = sigmoid(self.second @ self.second_to_output)
        return self.predicted

    def back_propagation(self):
        out = 2 * (self.output_array - self.predicted) * sigmoid_derivative(self.predicted)
        mid = out @ self.second_to_output.T * sigmoid_derivative(self.second)
        low = mid @ self.first_to_second.T * sigmoid_derivative(self.first)
        self.second_to_output += self.second.T @ out
        self.first_to_second += self.first.T @ mid
        self.input_to_first += self.input_array.T @ low

    def train(self, iterations, give_loss=False):
        for i in range(iterations):
            self.feedforward()
            self.back_propagation()
            if give_loss:
                print("Iteration", i, "loss", np.mean(np.square(self.output_array - self.feedforward())))

    def predict(self, sample):
        first = sigmoid(sample @ self.input_to_first)
        return int((sigmoid(sigmoid(first @ self.first_to_second) @ self.second_to_output) > 0.6)[0])


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def sigmoid_derivative(v):
    return v * (1 - v)


def example():
    table = np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 1, 1]], dtype=float)
    output = np.array([[0], [1], [1], [0], [1], [1]], dtype=float)
    net = TwoHiddenLayers(table, output)
    net.train(10, give_loss=False)
    return net.predict(np.array([1.0, 1.0, 1.0]))


if __name__ == "__main__":
    print(example())
