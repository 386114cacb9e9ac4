import numpy as np

np.random.seed(123)
data = np.genfromtxt("pima.csv", delimiter=",")
inputs, outcome = data[:, :8], data[:, 8:]

wh = np.random.randn(8, 6) * 0.1
wo = np.random.randn(6, 1) * 0.1
learning_rate = 0.01

for epoch in range(1000):
    hidden = 1 / (1 + np.exp(-inputs.dot(wh)))
    output = 1 / (1 + np.exp(-hidden.dot(wo)))

    error = output - outcome
    delta_output = error * output * (1 - output)
    delta_hidden = delta_output.dot(wo.T) * hidden * (1 - hidden)

    wo += learning_rate * hidden.T.dot(delta_output)
    wh += learning_rate * inputs.T.dot(delta_hidden)

    if epoch % 100 == 0:
        print("Error:", np.mean(np.abs(error)))
