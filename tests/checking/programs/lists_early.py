import math
import random


def sig(x):
    return 1.0 / (1.0 + math.exp(-x))


class NN:
    """Plain Python. wi: input to hidden, wo: hidden to output."""

    def __init__(self, NI, NH, NO):
        self.ni, self.nh, self.no = NI, NH, NO
        self.wi = [[random.uniform(-1, 1) for _ in range(NH)] for _ in range(NI)]
        self.wo = [[random.uniform(-1, 1) for _ in range(NO)] for _ in range(NH)]

    def run(self, inputs):
        self.ai = list(inputs)
        self.ah = [sig(sum(self.ai[i] * self.wi[i][j] for i in range(self.ni))) for j in range(self.nh)]
        self.ao = [sig(sum(self.ah[j] * self.wo[j][k] for j in range(self.nh))) for k in range(self.no)]
        return self.ao

    def backPropagate(self, targets, rate):
        out_deltas = [0.0] * self.no
        for k in range(self.no):
            error = targets[k] - self.ao[k]
            out_deltas[k] = error * self.ao[k] * (1 - self.ao[k])

        # update output weights
        for j in range(self.nh):
            for k in range(self.no):
                self.wo[j][k] = self.wo[j][k] + rate * out_deltas[k] * self.ah[j]

        # hidden deltas
        hid_deltas = [0.0] * self.nh
        for j in range(self.nh):
            err = 0.0
            for k in range(self.no):
                err += out_deltas[k] * self.wo[j][k]
            hid_deltas[j] = err * self.ah[j] * (1 - self.ah[j])

        # update input weights
        for i in range(self.ni):
            for j in range(self.nh):
                self.wi[i][j] = self.wi[i][j] + rate * hid_deltas[j] * self.ai[i]

    def train(self, patterns, max_iterations=1000, rate=0.8):
        for _ in range(max_iterations):
            for inputs, targets in patterns:
                self.run(inputs)
                self.backPropagate(targets, rate)


def main():
    pat = [[[0, 0, 1], [0]], [[0, 1, 1], [1]], [[1, 0, 1], [1]], [[1, 1, 1], [0]]]
    nn = NN(3, 4, 1)
    nn.train(pat)
    for p in pat:
        print('Inputs:', p[0], '-->', nn.run(p[0]), '\tTarget', p[1])


if __name__ == '__main__':
    main()
