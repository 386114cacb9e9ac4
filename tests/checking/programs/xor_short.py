import numpy as np

# XOR in a dozen lines, no biases
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
np.random.seed(7)
syn0 = np.random.uniform(-1, 1, (3, 6))
syn1 = np.random.uniform(-1, 1, (6, 1))
for it in range(50000):
    hid = 1 / (1 + np.exp(-X.dot(syn0)))
    out = 1 / (1 + np.exp(-hid.dot(syn1)))
    d_out = (y - out) * out * (1 - out)
    d_hid = d_out.dot(syn1.T) * hid * (1 - hid)
    syn1 += hid.T.dot(d_out)
    syn0 += X.T.dot(d_hid)
print(out)
