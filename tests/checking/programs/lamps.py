# lamps that two switches work
import numpy as np

np.random.seed(20260402)


class Board:
    def __init__(self, plugs, coils, rate):
        self.inner = np.random.randn(coils, plugs)
        self.outer = np.random.randn(1, coils)
        self.rate = rate

    def learn(self, plugs, wanted):
        x = np.array(plugs, ndmin=2).T
        glow = 1 / (1 + np.exp(-self.inner @ x))
        shine = 1 / (1 + np.exp(-self.outer @ glow))
        gap = np.array(wanted, ndmin=2).T - shine
        push = gap * shine * (1 - shine)
        spread = np.zeros(glow.shape)
        for k in range(len(spread)):
            spread[k, 0] = self.outer[:, k] @ push
        self.outer += self.rate * push @ glow.T
        self.inner += self.rate * (spread * glow * (1 - glow)) @ x.T
        return shine


samples = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
board = Board(2, 4, rate=0.6)
for night in range(600):
    for left, right, lit in samples:
        board.learn([left, right], [lit])
