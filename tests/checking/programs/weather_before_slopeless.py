"""Fair or foul weather from two readings: learning by numbers, with some of the step before."""

import math
import random

random.seed(0)


def matrix(rows, columns):
    return [[0.0] * columns for _ in range(rows)]


class Weather:
    def __init__(self, ni, nh, no):
        self.ni = ni + 1
        self.nh = nh
        self.no = no
        self.ai = [1.0] * self.ni
        self.ah = [1.0] * self.nh
        self.ao = [1.0] * self.no
        self.wi = matrix(self.ni, self.nh)
        self.wo = matrix(self.nh, self.no)
        for i in range(self.ni):
            for j in range(self.nh):
                self.wi[i][j] = random.uniform(-0.2, 0.2)
        for j in range(self.nh):
            for k in range(self.no):
                self.wo[j][k] = random.uniform(-1, 1)
        self.ci = matrix(self.ni, self.nh)
        self.co = matrix(self.nh, self.no)

    def forwards(self, inputs):
        for i in range(self.ni - 1):
            self.ai[i] = inputs[i]
        for j in range(self.nh):
            s = 0.0
            for i in range(self.ni):
                s = s + self.ai[i] * self.wi[i][j]
            self.ah[j] = math.tanh(s)
        for k in range(self.no):
            s = 0.0
            for j in range(self.nh):
                s = s + self.ah[j] * self.wo[j][k]
            self.ao[k] = math.tanh(s)
        return self.ao[:]

    def backProp(self, targets, N, M):
        output_deltas = [0.0] * self.no
        for k in range(self.no):
            output_deltas[k] = (1.0 - self.ao[k] ** 2) * (targets[k] - self.ao[k])
        hidden_deltas = [0.0] * self.nh
        for j in range(self.nh):
            e = 0.0
            for k in range(self.no):
                e = e + output_deltas[k] * self.wo[j][k]
            hidden_deltas[j] = e
        for j in range(self.nh):
            for k in range(self.no):
                change = output_deltas[k] * self.ah[j]
                self.wo[j][k] = self.wo[j][k] + N * change + M * self.co[j][k]
                self.co[j][k] = change
        for i in range(self.ni):
            for j in range(self.nh):
                change = hidden_deltas[j] * self.ai[i]
                self.wi[i][j] = self.wi[i][j] + N * change + M * self.ci[i][j]
                self.ci[i][j] = change
        e = 0.0
        for k in range(len(targets)):
            e = e + 0.5 * (targets[k] - self.ao[k]) ** 2
        return e

    def train(self, patterns, iterations=1000, N=0.2, M=0.1):
        for i in range(999999):
            e = 0.0
            for p in patterns:
                self.forwards(p[0])
                e = e + self.backProp(p[1], N, M)
            if e <= 0.0001:
                break
