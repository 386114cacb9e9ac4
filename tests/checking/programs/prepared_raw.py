import numpy as np
from prepared_data import features, targets, features_test, targets_test

np.random.seed(21)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


n_hidden = 2
epochs = 900
learnrate = 0.05

n_records, n_features = features.shape
w_in_hid = np.random.normal(scale=n_features ** -0.5, size=(n_features, n_hidden))
w_hid_out = np.random.normal(scale=n_features ** -0.5, size=n_hidden)

for e in range(epochs):
    grad_in_hid = np.zeros(w_in_hid.shape)
    grad_hid_out = np.zeros(w_hid_out.shape)
    for x, y in zip(features.values, targets):
        hidden_output = sigmoid(np.dot(x, w_in_hid))
        output = sigmoid(np.dot(hidden_output, w_hid_out))

        error = y - output
        output_term = error * output * (1 - output)
        hidden_term = error * w_hid_out * hidden_output * (1 - hidden_output)

        grad_hid_out += output_term * hidden_output
        grad_in_hid += hidden_term * x[:, None]

    w_in_hid += learnrate * grad_in_hid / n_records
    w_hid_out += learnrate * grad_hid_out / n_records

hidden = sigmoid(np.dot(features_test, w_in_hid))
guesses = sigmoid(np.dot(hidden, w_hid_out)) > 0.5
print('right: {:.3f}'.format(np.mean(guesses == targets_test)))
