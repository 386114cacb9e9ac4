"""A table whose last two columns are what the four before them shall lead to, row by row."""

import numpy as np

rng = np.random.default_rng(4)
table = np.hstack([rng.normal(size=(12, 4)), rng.uniform(size=(12, 2))])


class Field:
    def __init__(self, crops, rows, yields):
        self.soil = rng.normal(size=(crops, rows)).astype(np.float32)
        self.rain = np.zeros(rows, dtype=np.float32)
        self.seed = rng.normal(size=(rows, yields)).astype(np.float32)
        self.sun = np.zeros(yields, dtype=np.float32)

    def grow(self, table, seasons, pace):
        for _season in range(seasons):
            for row in table:
                plot, harvest = row[:4], row[4:]
                stalk = np.tanh(plot @ self.soil + self.rain)
                grain = 1 / (1 + np.exp(-(stalk @ self.seed + self.sun)))
                short = (grain - harvest) * grain * (1 - grain)
                below = (self.seed @ short) * (1 - stalk * stalk)
                self.seed -= pace * np.outer(stalk, short)
                self.sun -= pace * short
                self.soil -= pace * np.outer(plot, below)
                self.rain -= pace * below


field = Field(4, 5, 2)
field.grow(table, 30, 0.1)
