import math
import random

import numpy as np

from ...parts import Case


def split(cases):
    assert all(isinstance(case, Case) for case in cases)
    return np.vstack(case.signals for case in cases), np.vstack(case.answer for case in cases)


def descend(net, cases, rate=0.5, batch_size=0, goal=1e-3, most=()):
    """Until the error is as small as `goal`; `most` epochs, or as many as it takes."""
    signals, answers = split(cases)
    count = math.ceil(len(cases) / float(batch_size or len(cases)))
    batches = zip(np.array_split(signals, count), np.array_split(answers, count))
    order = range(len(batches))
    error, epoch = 1.0, 0
    while error > goal and epoch < most:
        epoch += 1
        random.shuffle(order)
        for i in order:
            for layer, gradient in zip(net.weights, net.gradients(*batches[i])):
                layer -= rate * gradient
        error = np.mean((net.forward(signals)[-1] - answers) ** 2)
        if epoch % 1000 == 0:
            print "epoch", epoch, "error", error
    return error
