import numpy as np

from network.network import Network

examples = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]
net = Network([2, 4, 1])
for i in range(10000):
    x, y = examples[i % 4]
    net.train(np.array(x).reshape(2, 1), y, 0.5)
for x, y in examples:
    print(x, y, net.feed_forward(np.array(x).reshape(2, 1)))
