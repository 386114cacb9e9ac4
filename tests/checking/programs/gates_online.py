# online learning of the logic gates (one pattern after the other)
import numpy as np

patterns = [([0., 0.], [0., 0.]), ([0., 1.], [1., 0.]), ([1., 0.], [1., 0.]), ([1., 1.], [0., 1.])]
np.random.seed(8)
hidden_size = 5
learning_rate = 0.6

w1 = np.random.uniform(-0.5, 0.5, (hidden_size, 2))
w1_bias = np.random.uniform(-0.5, 0.5, hidden_size)
w2 = np.random.uniform(-0.5, 0.5, (2, hidden_size))
w2_bias = np.random.uniform(-0.5, 0.5, 2)

sigmoid = lambda s: 1.0 / (1.0 + np.exp(-s))

for epoch in range(4000):
    sse = 0.0
    for inp, tgt in patterns:
        inp, tgt = np.array(inp), np.array(tgt)
        h = sigmoid(w1.dot(inp) + w1_bias)
        o = sigmoid(w2.dot(h) + w2_bias)
        sse += ((tgt - o) ** 2).sum() / 2

        # output layer
        d_o = (o - tgt) * o * (1 - o)
        w2 -= learning_rate * np.outer(d_o, h)
        w2_bias -= learning_rate * d_o

        # hidden layer
        d_h = w2.T.dot(d_o) * h * (1 - h)
        w1 -= learning_rate * np.outer(d_h, inp)
        w1_bias -= learning_rate * d_h
    if epoch % 500 == 0:
        print("epoch", epoch, "SSE", sse)
