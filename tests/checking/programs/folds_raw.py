import numpy as np


class Net:
    def __init__(self, n_inputs, n_hidden, n_outputs):
        self.hidden = [{"w": list(np.random.uniform(-1, 1, n_inputs))} for _ in range(n_hidden)]
        self.output = [{"w": list(np.random.uniform(-1, 1, n_hidden))} for _ in range(n_outputs)]

    def think(self, row):
        for layer in (self.hidden, self.output):
            for node in layer:
                node["a"] = 1.0 / (1.0 + np.exp(-sum(w * x for w, x in zip(node["w"], row))))
            row = [node["a"] for node in layer]
        return row

    def learn(self, xs, ys, eta, epochs):
        for _ in range(epochs):
            for x, y in zip(xs, ys):
                self.think(x)
                for node, target in zip(self.output, y):
                    node["d"] = (node["a"] - target) * node["a"] * (1.0 - node["a"])
                for j, node in enumerate(self.hidden):
                    back = sum(above["w"][j] * (above["a"] - t) for above, t in zip(self.output, y))
                    node["d"] = back * node["a"] * (1.0 - node["a"])
                for layer, below in ((self.hidden, x), (self.output, [n["a"] for n in self.hidden])):
                    for node in layer:
                        for i, value in enumerate(below):
                            node["w"][i] -= eta * node["d"] * value


np.random.seed(4)
points = np.random.uniform(-1.0, 1.0, (60, 3))
labels = np.eye(2)[(points.sum(axis=1) > 0).astype(int)]
right = []
for fold in range(5):
    test = np.arange(60) % 5 == fold
    net = Net(3, 4, 2)
    net.learn(points[~test], labels[~test], eta=0.5, epochs=30)
    said = [np.argmax(net.think(x)) for x in points[test]]
    right.append(np.mean(said == labels[test].argmax(axis=1)))
print("right in each fold:", right)
