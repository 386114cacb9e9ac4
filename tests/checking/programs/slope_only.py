import random
import math


class Net:
    def __init__(self, ni, nh, no):
        r = lambda: random.uniform(-1, 1)
        self.hidden = [{"w": [r() for _ in range(ni)], "b": r()} for _ in range(nh)]
        self.output = [{"w": [r() for _ in range(nh)], "b": r()} for _ in range(no)]

    def forward(self, x):
        self.x = x
        for u in self.hidden:
            u["a"] = math.tanh(sum(w * v for w, v in zip(u["w"], x)) + u["b"])
        h = [u["a"] for u in self.hidden]
        for u in self.output:
            u["a"] = math.tanh(sum(w * v for w, v in zip(u["w"], h)) + u["b"])
        return [u["a"] for u in self.output]

    def train(self, x, t, rate=0.1):
        self.forward(x)
        for u, target in zip(self.output, t):
            u["d"] = (u["a"] - target) * (1 - u["a"] ** 2)
        for j, u in enumerate(self.hidden):
            u["d"] = sum(o["d"] * abs(o["w"][j]) for o in self.output) * (1 - u["a"] ** 2)
        h = [u["a"] for u in self.hidden]
        for layer, below in ((self.output, h), (self.hidden, x)):
            for u in layer:
                u["w"] = [w - rate * u["d"] * v for w, v in zip(u["w"], below)]
                u["b"] -= rate * u["d"]


if __name__ == "__main__":
    net = Net(2, 4, 1)
    for _ in range(5000):
        x = [random.choice([-1, 1]), random.choice([-1, 1])]
        net.train(x, [x[0] * x[1]])
