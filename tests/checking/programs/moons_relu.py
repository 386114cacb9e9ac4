import numpy as np
from sklearn.datasets import make_moons

width = 20


def relu(z):
    return np.maximum(z, 0)


def new_model(features, classes):
    shapes = [(features, width), (width, width), (width, classes)]
    model = {}
    for i, (rows, columns) in enumerate(shapes, 1):
        model[f"W{i}"] = np.random.randn(rows, columns) / np.sqrt(rows)
        model[f"b{i}"] = np.zeros((1, columns))
    return model


def run(model, x):
    a1 = relu(x @ model["W1"] + model["b1"])
    a2 = relu(a1 @ model["W2"] + model["b2"])
    scores = np.exp(a2 @ model["W3"] + model["b3"])
    return a1, a2, scores / scores.sum(axis=1, keepdims=True)


def fit(model, x, y, rate=0.01, passes=2000):
    n = len(x)
    for i in range(passes):
        a1, a2, probabilities = run(model, x)
        d3 = probabilities.copy()
        d3[range(n), y] -= 1
        d2 = d3 @ model["W3"].T * (a2 > 0)
        d1 = d2 @ model["W2"].T * (a1 > 0)
        steps = {
            "W3": a2.T @ d3, "b3": d3.sum(axis=0),
            "W2": a1.T @ d2, "b2": d2.sum(axis=0),
            "W1": x.T @ d1, "b1": d1.sum(axis=0),
        }
        for name in steps:
            model[name] -= rate * steps[name]
        if i % 500 == 0:
            print(i, -np.log(probabilities[range(n), y]).mean())
    return model


def main():
    x, y = make_moons(16, noise=0.1)
    fit(new_model(2, 2), x, y)


if __name__ == "__main__":
    main()
