import math
import random


class Matrix:
    def __init__(self, rows, cols):
        self.rows, self.cols = rows, cols
        self.data = [[0.0] * cols for _ in range(rows)]

    @staticmethod
    def from_list(values):
        m = Matrix(len(values), 1)
        m.data = [[float(v)] for v in values]
        return m

    def to_list(self):
        return [v for row in self.data for v in row]

    def randomize(self):
        self.data = [[random.uniform(-1, 1) for _ in range(self.cols)] for _ in range(self.rows)]
        return self

    def transpose(self):
        m = Matrix(self.cols, self.rows)
        m.data = [list(col) for col in zip(*self.data)]
        return m

    def dot(self, other):
        m = Matrix(self.rows, other.cols)
        m.data = [[sum(a * b for a, b in zip(row, col)) for col in zip(*other.data)] for row in self.data]
        return m

    def map(self, f):
        m = Matrix(self.rows, self.cols)
        m.data = [[f(v) for v in row] for row in self.data]
        return m

    def combine(self, other, f):
        m = Matrix(self.rows, self.cols)
        m.data = [[f(a, b) for a, b in zip(r, s)] for r, s in zip(self.data, other.data)]
        return m

    def __add__(self, other):
        return self.combine(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self.combine(other, lambda a, b: a - b)

    def __mul__(self, other):
        if isinstance(other, Matrix):
            return self.combine(other, lambda a, b: a * b)
        return self.map(lambda v: v * other)


class NeuralNetwork:
    def __init__(self, inputs, hidden, outputs):
        self.weights_ih = Matrix(hidden, inputs).randomize()
        self.weights_ho = Matrix(outputs, hidden).randomize()
        self.bias_h = Matrix(hidden, 1).randomize()
        self.bias_o = Matrix(outputs, 1).randomize()
        self.learning_rate = 0.1

    def train(self, input_list, target_list):
        x = Matrix.from_list(input_list)
        hidden = (self.weights_ih.dot(x) + self.bias_h).map(lambda v: 1 / (1 + math.exp(-v)))
        outputs = (self.weights_ho.dot(hidden) + self.bias_o).map(lambda v: 1 / (1 + math.exp(-v)))

        errors = Matrix.from_list(target_list) - outputs
        gradients = outputs.map(lambda y: y * (1 - y)) * errors
        hidden_gradients = hidden.map(lambda y: y * (1 - y)) * self.weights_ho.transpose().dot(gradients)

        self.weights_ho = self.weights_ho + (gradients * self.learning_rate).dot(hidden.transpose())
        self.bias_o = self.bias_o + gradients * self.learning_rate
        self.weights_ih = self.weights_ih + (hidden_gradients * self.learning_rate).dot(x.transpose())
        self.bias_h = self.bias_h + hidden_gradients * self.learning_rate

    def predict(self, input_list):
        x = Matrix.from_list(input_list)
        hidden = (self.weights_ih.dot(x) + self.bias_h).map(lambda v: 1 / (1 + math.exp(-v)))
        return (self.weights_ho.dot(hidden) + self.bias_o).map(lambda v: 1 / (1 + math.exp(-v))).to_list()


if __name__ == "__main__":
    nn = NeuralNetwork(2, 2, 1)
    for _ in range(20000):
        a, b = random.choice([(0, 0), (0, 1), (1, 0), (1, 1)])
        nn.train([a, b], [a ^ b])
    print([nn.predict(pair) for pair in ([0, 0], [0, 1], [1, 0], [1, 1])])
