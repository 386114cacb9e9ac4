import numpy as np


class Net:
    def __init__(self, D, H, C, reg=0.05):
        self.reg = reg
        self.W1 = 0.1 * np.random.randn(D, H)
        self.b1 = 0.1 * np.random.randn(H)
        self.W2 = 0.1 * np.random.randn(H, C)
        self.b2 = 0.1 * np.random.randn(C)

    def loss(self, X, y):
        """Returns the loss and the gradients. y: integer labels."""
        N = X.shape[0]
        h = np.maximum(0, X.dot(self.W1) + self.b1)
        scores = h.dot(self.W2) + self.b2
        scores = scores - scores.max(axis=1, keepdims=True)
        probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.log(probs[np.arange(N), y]).mean()
        loss += 0.5 * self.reg * (np.sum(self.W1 * self.W1) + np.sum(self.W2 * self.W2))

        grads = {}
        dscores = probs
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads['W2'] = h.T.dot(dscores) + self.reg * self.W2
        grads['b2'] = dscores.sum(axis=0) + self.reg * self.b2
        dh = dscores.dot(self.W2.T)
        dh[h == 0] = 0
        grads['W1'] = X.T.dot(dh) + self.reg * self.W1
        grads['b1'] = dh.sum(axis=0) + self.reg * self.b1
        return loss, grads

    def train(self, X, y, lr=0.1, num_iters=200, batch_size=16):
        for it in range(num_iters):
            pick = np.random.choice(len(X), batch_size)
            loss, grads = self.loss(X[pick], y[pick])
            for name in grads:
                setattr(self, name, getattr(self, name) - lr * grads[name])
            if it % 50 == 0:
                print('iteration %d / %d: loss %f' % (it, num_iters, loss))


if __name__ == '__main__':
    X = np.random.randn(100, 5)
    y = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0)
    Net(5, 10, 3).train(X, y)
