"""Three rings of points, a ReLU layer, softmax and weight decay."""
import numpy as np

N, D, K = 60, 2, 3
np.random.seed(10)
points = np.zeros((N * K, D))
labels = np.zeros(N * K, dtype=int)
for j in range(K):
    ix = range(N * j, N * (j + 1))
    angle = np.random.uniform(0, 2 * np.pi, N)
    radius = j + 0.5 + 0.1 * np.random.randn(N)
    points[ix] = np.c_[radius * np.cos(angle), radius * np.sin(angle)]
    labels[ix] = j

h = 50
W = 0.05 * np.random.randn(D, h)
b = np.zeros((1, h))
W2 = 0.05 * np.random.randn(h, K)
b2 = np.zeros((1, K))
step_size = 0.8
reg = 1e-3

num_examples = points.shape[0]
for i in range(5000):
    hidden = np.maximum(0, points @ W + b)
    logits = hidden @ W2 + b2
    exp_logits = np.exp(logits)
    probs = exp_logits / np.sum(exp_logits, axis=1, keepdims=True)

    data_loss = -np.log(probs[range(num_examples), labels]).mean()
    reg_loss = 0.5 * reg * np.sum(W ** 2) + 0.5 * reg * np.sum(W2 ** 2)
    if i % 500 == 0:
        print("iteration %d: loss %f" % (i, data_loss + reg_loss))

    dlogits = probs.copy()
    dlogits[range(num_examples), labels] -= 1
    dlogits /= num_examples
    dW2 = hidden.T @ dlogits + reg * W2
    db2 = dlogits.sum(axis=0, keepdims=True)
    dhidden = dlogits @ W2.T
    dhidden[hidden <= 0] = 0
    dW = points.T @ dhidden + reg * W
    db = dhidden.sum(axis=0, keepdims=True)

    W -= step_size * dW
    b -= step_size * db
    W2 -= step_size * dW2
    b2 -= step_size * db2
