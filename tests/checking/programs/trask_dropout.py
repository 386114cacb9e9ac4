import numpy as np

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T
alpha, hidden_dim, dropout_percent, do_dropout = 0.5, 8, 0.2, True
np.random.seed(1)
synapse_0 = 2 * np.random.random((3, hidden_dim)) - 1
synapse_1 = 2 * np.random.random((hidden_dim, 1)) - 1
for j in range(60000):
    layer_1 = 1 / (1 + np.exp(-np.dot(X, synapse_0)))
    if do_dropout:
        keep = np.random.binomial(1, 1 - dropout_percent, size=layer_1.shape) / (1 - dropout_percent)
        hidden = layer_1 * keep
    else:
        keep = np.ones_like(layer_1)
        hidden = layer_1
    layer_2 = 1 / (1 + np.exp(-np.dot(hidden, synapse_1)))
    layer_2_delta = (layer_2 - y) * layer_2 * (1 - layer_2)
    layer_1_delta = layer_2_delta.dot(synapse_1.T) * keep * layer_1 * (1 - layer_1)
    synapse_1 -= alpha * hidden.T.dot(layer_2_delta)
    synapse_0 -= alpha * X.T.dot(layer_1_delta)
