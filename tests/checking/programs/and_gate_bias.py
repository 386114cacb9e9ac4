import numpy as np

# two input AND and NAND with a hidden layer
train_x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
train_y = np.array([[0, 1], [0, 1], [0, 1], [1, 0]])

hidden_neurons = 3
lr = 0.5
np.random.seed(5)
wh = np.random.uniform(size=(2, hidden_neurons))
bh = np.random.uniform(size=(1, hidden_neurons))
wout = np.random.uniform(size=(hidden_neurons, 2))
bout = np.random.uniform(size=(1, 2))

for i in range(5000):
    # forward
    hidden_input = np.dot(train_x, wh) + bh
    hidden_act = 1 / (1 + np.exp(-hidden_input))
    out_input = np.dot(hidden_act, wout) + bout
    output = 1 / (1 + np.exp(-out_input))

    # backward
    E = train_y - output
    slope_out = output * (1 - output)
    slope_hid = hidden_act * (1 - hidden_act)
    d_output = E * slope_out
    d_hidden = d_output.dot(wout.T) * slope_hid

    wout += hidden_act.T.dot(d_output) * lr
    bout += np.sum(d_output) * lr
    wh += train_x.T.dot(d_hidden) * lr
    bh += np.sum(d_hidden) * lr

print("Actual output:\n", train_y)
print("Predicted output:\n", output)
