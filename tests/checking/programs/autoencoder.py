"""8-3-8 encoder: the network learns to copy its input through three hidden units."""
import numpy as np

inputs = np.eye(8)
eta = 2.0
np.random.seed(0)
W_enc = np.random.uniform(-0.5, 0.5, (8, 3))
b_enc = np.zeros(3)
W_dec = np.random.uniform(-0.5, 0.5, (3, 8))
b_dec = np.zeros(8)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


for epoch in range(20000):
    code = sigmoid(inputs @ W_enc + b_enc)
    copy = sigmoid(code @ W_dec + b_dec)
    d_copy = (copy - inputs) * copy * (1 - copy)
    d_code = (d_copy @ W_dec.T) * code * (1 - code)
    W_dec -= eta * code.T @ d_copy / 8
    b_dec -= eta * d_copy.mean(axis=0)
    W_enc -= eta * inputs.T @ d_code / 8
    b_enc -= eta * d_code.mean(axis=0)
    if epoch % 2000 == 0:
        print("error %.4f" % np.sum((copy - inputs) ** 2))
print(code.round(2))
