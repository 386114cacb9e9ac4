"""Layers that are handed the slope of a cost, which is a mean already."""

import numpy as np
import yaml

from layers import Dense, Stack


def cross_entropy(y_pred, y_true):
    p = np.clip(y_pred, 1e-9, 1 - 1e-9)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


def cross_entropy_grad(y_pred, y_true):
    p = np.clip(y_pred, 1e-9, 1 - 1e-9)
    return (p - y_true) / (p * (1 - p)) / len(y_true)


def main():
    settings = yaml.safe_load(open("settings.yaml"))
    data = np.load(settings["data"])
    x, y = data[:, :-1], data[:, -1:]
    net = Stack([x.shape[1], 8, 1], settings["activation"])
    for _ in range(200):
        p = net.forward(x)
        net.backward(cross_entropy_grad(p, y))
        for layer in net.layers:
            if hasattr(layer, "W"):
                layer.W -= settings["rate"] * layer.dW
                layer.b -= settings["rate"] * layer.db
        print(cross_entropy(p, y))


if __name__ == "__main__":
    main()
