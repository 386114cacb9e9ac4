import numpy as np


def affine(x, w, b):
    return x @ w + b, x


def affine_back(dout, x, w):
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


def softmax_loss(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    probs = np.exp(shifted)
    probs /= probs.sum(axis=1, keepdims=True)
    count = len(y)
    loss = -np.log(probs[np.arange(count), y]).mean()
    dscores = probs.copy()
    dscores[np.arange(count), y] -= 1
    return loss, dscores / count


class MeadowNet:
    """Any number of hidden layers with ReLU, and a softmax over the kinds of flowers."""

    def __init__(self, hidden_dims, input_dim=6 * 8, num_classes=5, scale=0.1, dtype=np.float32):
        self.dtype = dtype
        self.depth = len(hidden_dims) + 1
        self.params = {}
        dims = [input_dim, *hidden_dims, num_classes]
        for i in range(self.depth):
            weights = scale * np.random.randn(dims[i], dims[i + 1])
            self.params["W" + str(i + 1)] = weights.astype(dtype)
            self.params["b" + str(i + 1)] = np.zeros(dims[i + 1], dtype=dtype)

    def loss(self, X, y=None):
        a = X.astype(self.dtype)
        kept = []
        for i in range(1, self.depth + 1):
            z, x = affine(a, self.params["W" + str(i)], self.params["b" + str(i)])
            kept.append((x, z))
            a = np.maximum(0, z) if i < self.depth else z
        if y is None:
            return a
        loss, dout = softmax_loss(a, y)
        grads = {}
        for i in range(self.depth, 0, -1):
            x, z = kept[i - 1]
            if i < self.depth:
                dout = dout * (z > 0)
            dout, dw, db = affine_back(dout, x, self.params["W" + str(i)])
            grads["W" + str(i)] = dw
            grads["b" + str(i)] = db
        return loss, grads
