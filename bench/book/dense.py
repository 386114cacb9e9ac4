"""What chapters 1, 3 and 5 print: networks of neurons, and what they are held against."""

from __future__ import annotations

from bench.book.answers import best, counted, first, fourth, last, learned
from bench.book.printed import HUNDRED, TEST, TRAINING, VALIDATION, Printed

LOADED = """\
>>> import mnist_loader
>>> training_data, validation_data, test_data = \\
... mnist_loader.load_data_wrapper()
"""

# Chapter 1

NETWORK = (
    LOADED
    + """\
>>> import network
>>> net = network.Network([784, 30, 10])
"""
)
ETA_3 = """\
>>> net.SGD(training_data, 30, 10, 3.0, test_data=test_data)
"""
WIDER = """\
>>> net = network.Network([784, 100, 10])
"""
ETA_THOUSANDTH = """\
>>> net.SGD(training_data, 30, 10, 0.001, test_data=test_data)
"""
ETA_100 = """\
>>> net.SGD(training_data, 30, 10, 100.0, test_data=test_data)
"""
DARKNESS = """\
>>> import mnist_average_darkness
>>> mnist_average_darkness.main()
"""
SVM = """\
>>> import mnist_svm
>>> mnist_svm.svm_baseline()
"""

# Chapter 3

NETWORK_2 = (
    LOADED
    + """\
>>> import network2
"""
)
LARGE = (
    NETWORK_2
    + """\
>>> net = network2.Network([784, 30, 10], cost=network2.CrossEntropyCost)
>>> net.large_weight_initializer()
"""
)
LARGE_100 = (
    NETWORK_2
    + """\
>>> net = network2.Network([784, 100, 10], cost=network2.CrossEntropyCost)
>>> net.large_weight_initializer()
"""
)
SMALL = (
    NETWORK_2
    + """\
>>> net = network2.Network([784, 30, 10], cost=network2.CrossEntropyCost)
"""
)
SHALLOW = (
    NETWORK_2
    + """\
>>> net = network2.Network([784, 10])
"""
)
CROSS_ENTROPY = """\
>>> net.SGD(training_data, 30, 10, 0.5, evaluation_data=test_data,
... monitor_evaluation_accuracy=True)
"""
THOUSAND = """\
>>> net.SGD(training_data[:1000], 400, 10, 0.5, evaluation_data=test_data,
... monitor_evaluation_accuracy=True, monitor_training_cost=True)
"""
BOTH_ACCURACIES = """\
>>> net.SGD(training_data, 30, 10, 0.5, evaluation_data=test_data,
... monitor_evaluation_accuracy=True, monitor_training_accuracy=True)
"""
THOUSAND_REGULARISED = """\
>>> net.SGD(training_data[:1000], 400, 10, 0.5,
... evaluation_data=test_data, lmbda = 0.1,
... monitor_evaluation_cost=True, monitor_evaluation_accuracy=True,
... monitor_training_cost=True, monitor_training_accuracy=True)
"""
REGULARISED = """\
>>> net.large_weight_initializer()
>>> net.SGD(training_data, 30, 10, 0.5,
... evaluation_data=test_data, lmbda = 5.0,
... monitor_evaluation_accuracy=True, monitor_training_accuracy=True)
"""
ON_VALIDATION = """\
>>> net.SGD(training_data, 30, 10, 0.5, lmbda=5.0,
... evaluation_data=validation_data,
... monitor_evaluation_accuracy=True)
"""
SIXTY_EPOCHS = """\
>>> net.SGD(training_data, 60, 10, 0.1, lmbda=5.0,
... evaluation_data=validation_data,
... monitor_evaluation_accuracy=True)
"""
SLOWER = """\
>>> net.SGD(training_data, 30, 10, 0.1, lmbda = 5.0,
... evaluation_data=validation_data,
... monitor_evaluation_accuracy=True)
"""
NOISE = (
    NETWORK_2
    + """\
>>> net = network2.Network([784, 30, 10])
>>> net.SGD(training_data, 30, 10, 10.0, lmbda = 1000.0,
... evaluation_data=validation_data, monitor_evaluation_accuracy=True)
"""
)
FEW_STRONG = """\
>>> net.SGD(training_data[:1000], 30, 10, 10.0, lmbda = 1000.0, \\
... evaluation_data=validation_data[:100], \\
... monitor_evaluation_accuracy=True)
"""
FEW = """\
>>> net.SGD(training_data[:1000], 30, 10, 10.0, lmbda = 20.0, \\
... evaluation_data=validation_data[:100], \\
... monitor_evaluation_accuracy=True)
"""
FEW_LONG_STEPS = """\
>>> net.SGD(training_data[:1000], 30, 10, 100.0, lmbda = 20.0, \\
... evaluation_data=validation_data[:100], \\
... monitor_evaluation_accuracy=True)
"""
FEW_SHORT_STEPS = """\
>>> net.SGD(training_data[:1000], 30, 10, 1.0, lmbda = 20.0, \\
... evaluation_data=validation_data[:100], \\
... monitor_evaluation_accuracy=True)
"""

# Chapter 5

DEEP = """\
>>> net.SGD(training_data, 30, 10, 0.1, lmbda=5.0,
... evaluation_data=validation_data, monitor_evaluation_accuracy=True)
"""
LAYERS_1 = NETWORK_2 + ">>> net = network2.Network([784, 30, 10])\n"
LAYERS_2 = NETWORK_2 + ">>> net = network2.Network([784, 30, 30, 10])\n"
LAYERS_3 = NETWORK_2 + ">>> net = network2.Network([784, 30, 30, 30, 10])\n"
LAYERS_4 = NETWORK_2 + ">>> net = network2.Network([784, 30, 30, 30, 30, 10])\n"

COMMANDS = (
    Printed(1, "784-30-10, η 3", 95.42, best, TEST, NETWORK + ETA_3),
    Printed(1, "784-100-10, η 3", 96.59, best, TEST, NETWORK + WIDER + ETA_3),
    Printed(1, "784-100-10, η 0.001", 21.42, last, TEST, NETWORK + WIDER + ETA_THOUSANDTH),
    Printed(1, "784-30-10, η 100", 9.82, last, TEST, NETWORK + ETA_100),
    Printed(1, "how dark a digit is", 22.25, counted, TEST, DARKNESS),
    Printed(1, "support vector machine", 94.35, counted, TEST, SVM),
    Printed(3, "cross-entropy, η 0.5", 95.49, best, TEST, LARGE + CROSS_ENTROPY),
    Printed(3, "784-100-10 *", 96.82, best, TEST, LARGE_100 + CROSS_ENTROPY),
    Printed(3, "1,000 digits", 82.27, best, TEST, LARGE + THOUSAND),
    Printed(3, "50,000 digits *", 97.86, learned, TRAINING, LARGE + BOTH_ACCURACIES),
    Printed(3, "1,000 digits, λ 0.1", 87.1, best, TEST, LARGE + THOUSAND_REGULARISED, "87.1 %"),
    Printed(3, "λ 5", 96.49, best, TEST, LARGE + REGULARISED),
    Printed(3, "784-100-10, λ 5", 97.92, best, VALIDATION, LARGE_100 + ON_VALIDATION),
    Printed(3, "784-100-10, λ 5, η 0.1 *", 98.04, best, VALIDATION, LARGE_100 + SIXTY_EPOCHS),
    Printed(3, "η 0.1, first epoch", 87, first, VALIDATION, LARGE + SLOWER, "under 87 %"),
    Printed(
        3, "smaller weights, first epoch", 93, first, VALIDATION, SMALL + SLOWER, "almost 93 %"
    ),
    Printed(3, "η 10, λ 1,000", 9.67, last, VALIDATION, NOISE),
    Printed(3, "784-10, η 10, λ 1,000", 10, fourth, HUNDRED, SHALLOW + FEW_STRONG, "10 %"),
    Printed(3, "784-10, η 10, λ 20", 18, fourth, HUNDRED, SHALLOW + FEW, "18 %"),
    Printed(3, "784-10, η 100, λ 20", 10, fourth, HUNDRED, SHALLOW + FEW_LONG_STEPS, "10 %"),
    Printed(3, "784-10, η 1, λ 20", 61, fourth, HUNDRED, SHALLOW + FEW_SHORT_STEPS, "61 %"),
    Printed(5, "784-30-10", 96.48, best, VALIDATION, LAYERS_1 + DEEP),
    Printed(5, "784-30-30-10", 96.90, best, VALIDATION, LAYERS_2 + DEEP),
    Printed(5, "784-30-30-30-10", 96.57, best, VALIDATION, LAYERS_3 + DEEP),
    Printed(5, "784-30-30-30-30-10", 96.53, best, VALIDATION, LAYERS_4 + DEEP),
)
