import numpy as np

from nets.costs import MeanAbsoluteError
from nets.layers import Dense, Identity, Tanh
from nets.hasty import Model
from nets.steps import RMSprop


def prices(n=60):
    x = np.random.uniform(0.0, 1.0, (4, n))
    return x, 0.3 * x[:1] + 0.5 * x[1:2] ** 2 - 0.2 * x[2:3] * x[3:4]


def main():
    x, y = prices()
    layers = ((Dense(6), Tanh()), (Dense(5), Tanh()), (Dense(1), Identity()))
    model = Model(layers, MeanAbsoluteError(), RMSprop(rate=0.003))
    model.fit(x, y, 4000)
    print("mean error", MeanAbsoluteError()(model(x), y))


if __name__ == "__main__":
    main()
