import sys
import numpy as np

# usage: python asks_first.py data.csv
epochs = int(input("How many epochs? "))
learning_rate = float(input("Learning rate: "))
table = np.loadtxt(sys.argv[1], delimiter=",")

X = table[:, :-1]
y = table[:, -1:]
hidden_nodes = 5

w_ih = np.random.uniform(-1, 1, (X.shape[1], hidden_nodes))
b_h = np.random.uniform(-1, 1, (1, hidden_nodes))
w_ho = np.random.uniform(-1, 1, (hidden_nodes, 1))
b_o = np.random.uniform(-1, 1, (1, 1))

for epoch in range(epochs):
    hidden = 1 / (1 + np.exp(-(X.dot(w_ih) + b_h)))
    output = 1 / (1 + np.exp(-(hidden.dot(w_ho) + b_o)))
    output_delta = (y - output) * output * (1 - output)
    hidden_delta = output_delta.dot(w_ho.T) * hidden * (1 - hidden)
    w_ho += learning_rate * hidden.T.dot(output_delta)
    b_o += learning_rate * output_delta.sum(axis=0)
    w_ih += learning_rate * X.T.dot(hidden_delta)
    b_h += learning_rate * hidden_delta.sum(axis=0)
    print("Epoch", epoch + 1, "error", np.abs(y - output).mean())
np.save("weights_ih.npy", w_ih)
