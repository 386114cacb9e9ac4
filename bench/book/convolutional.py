"""What chapter 6 prints: networks that convolve."""

from __future__ import annotations

from bench.book.answers import corresponding
from bench.book.printed import TEST, Printed

NETWORK_3 = """\
>>> import network3
>>> from network3 import Network
>>> from network3 import ConvPoolLayer, FullyConnectedLayer, SoftmaxLayer
>>> training_data, validation_data, test_data = network3.load_data_shared()
>>> mini_batch_size = 10
"""
NO_CONVOLUTION = """\
>>> net = Network([
        FullyConnectedLayer(n_in=784, n_out=100),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
>>> net.SGD(training_data, 60, mini_batch_size, 0.1,
            validation_data, test_data)
"""
ONE_CONVOLUTION = """\
>>> net = Network([
        ConvPoolLayer(image_shape=(mini_batch_size, 1, 28, 28),
                      filter_shape=(20, 1, 5, 5),
                      poolsize=(2, 2)),
        FullyConnectedLayer(n_in=20*12*12, n_out=100),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
>>> net.SGD(training_data, 60, mini_batch_size, 0.1,
            validation_data, test_data)
"""
TWO_CONVOLUTIONS = """\
>>> net = Network([
        ConvPoolLayer(image_shape=(mini_batch_size, 1, 28, 28),
                      filter_shape=(20, 1, 5, 5),
                      poolsize=(2, 2)),
        ConvPoolLayer(image_shape=(mini_batch_size, 20, 12, 12),
                      filter_shape=(40, 20, 5, 5),
                      poolsize=(2, 2)),
        FullyConnectedLayer(n_in=40*4*4, n_out=100),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
>>> net.SGD(training_data, 60, mini_batch_size, 0.1,
            validation_data, test_data)
"""
RELU = """\
>>> from network3 import ReLU
"""
EXPANDED = """\
>>> expanded_training_data, _, _ = network3.load_data_shared(
        "../data/mnist_expanded.pkl.gz")
"""
RECTIFIED = """\
>>> net = Network([
        ConvPoolLayer(image_shape=(mini_batch_size, 1, 28, 28),
                      filter_shape=(20, 1, 5, 5),
                      poolsize=(2, 2),
                      activation_fn=ReLU),
        ConvPoolLayer(image_shape=(mini_batch_size, 20, 12, 12),
                      filter_shape=(40, 20, 5, 5),
                      poolsize=(2, 2),
                      activation_fn=ReLU),
"""
ONE_LAYER = (
    RECTIFIED
    + """\
        FullyConnectedLayer(n_in=40*4*4, n_out=100, activation_fn=ReLU),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
"""
)
TWO_LAYERS = (
    RECTIFIED
    + """\
        FullyConnectedLayer(n_in=40*4*4, n_out=100, activation_fn=ReLU),
        FullyConnectedLayer(n_in=100, n_out=100, activation_fn=ReLU),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
"""
)
DROPOUT = (
    RECTIFIED
    + """\
        FullyConnectedLayer(
            n_in=40*4*4, n_out=1000, activation_fn=ReLU, p_dropout=0.5),
        FullyConnectedLayer(
            n_in=1000, n_out=1000, activation_fn=ReLU, p_dropout=0.5),
        SoftmaxLayer(n_in=1000, n_out=10, p_dropout=0.5)],
        mini_batch_size)
>>> net.SGD(expanded_training_data, 40, mini_batch_size, 0.03,
            validation_data, test_data)
"""
)
ON_THE_TRAINING_DATA = """\
>>> net.SGD(training_data, 60, mini_batch_size, 0.03,
            validation_data, test_data, lmbda=0.1)
"""
ON_THE_EXPANDED_DATA = """\
>>> net.SGD(expanded_training_data, 60, mini_batch_size, 0.03,
            validation_data, test_data, lmbda=0.1)
"""

COMMANDS = (
    Printed(6, "no convolution", 97.80, corresponding, TEST, NETWORK_3 + NO_CONVOLUTION),
    Printed(6, "one convolution", 98.78, corresponding, TEST, NETWORK_3 + ONE_CONVOLUTION),
    Printed(6, "two convolutions", 99.06, corresponding, TEST, NETWORK_3 + TWO_CONVOLUTIONS),
    Printed(
        6, "ReLU, λ 0.1", 99.23, corresponding, TEST,
        NETWORK_3 + RELU + ONE_LAYER + ON_THE_TRAINING_DATA,
    ),
    Printed(
        6, "expanded data", 99.37, corresponding, TEST,
        NETWORK_3 + RELU + EXPANDED + ONE_LAYER + ON_THE_EXPANDED_DATA,
    ),
    Printed(
        6, "two layers after them", 99.43, corresponding, TEST,
        NETWORK_3 + RELU + EXPANDED + TWO_LAYERS + ON_THE_EXPANDED_DATA,
    ),
    Printed(
        6, "1,000 neurons and dropout", 99.60, corresponding, TEST,
        NETWORK_3 + RELU + EXPANDED + DROPOUT,
    ),
)  # fmt: skip
