import numpy as np

np.random.seed(3)

crossings = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1], [0, 1, 0]])
cars_stop = np.array([[1, 0, 0, 1, 0]]).T
people_walk = np.array([[0, 1, 1, 0, 1]]).T

alpha = 0.1
hidden_size = 4

into_hidden = 2 * np.random.random((3, hidden_size)) - 1
into_output = 2 * np.random.random((hidden_size, 1)) - 1

for round_number in range(40):
    squares = 0
    for i in range(len(crossings)):
        layer_0 = crossings[i : i + 1]
        layer_1 = np.tanh(layer_0.dot(into_hidden))
        layer_2 = layer_1.dot(into_output)

        difference = layer_2 - people_walk[i : i + 1]
        squares += np.sum(difference**2)

        slope = difference.dot(into_output.T) * (1 - layer_1**2)
        into_output -= alpha * layer_1.T.dot(difference)
        into_hidden -= alpha * layer_0.T.dot(slope)
    if round_number % 10 == 9:
        print("squares", squares)
