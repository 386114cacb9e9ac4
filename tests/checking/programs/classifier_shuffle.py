import numpy as np


class MLPClassifier:
    """Multi-layer perceptron with one hidden layer, in the manner of scikit-learn.

    Parameters
    ----------
    n_hidden : int
    l2 : float, strength of the regularisation
    epochs : int
    eta : float, learning rate
    minibatch_size : int
    """

    def __init__(self, n_hidden=30, l2=0.1, epochs=50, eta=0.05, shuffle=True,
                 minibatch_size=5, seed=1):
        self.random = np.random.RandomState(seed)
        self.n_hidden = n_hidden
        self.l2 = l2
        self.epochs = epochs
        self.eta = eta
        self.shuffle = shuffle
        self.minibatch_size = minibatch_size

    def _onehot(self, y, n_classes):
        onehot = np.zeros((n_classes, y.shape[0]))
        for idx, val in enumerate(y.astype(int)):
            onehot[val, idx] = 1.0
        return onehot.T

    def _sigmoid(self, z):
        return 1.0 / (1.0 + np.exp(-np.clip(z, -250, 250)))

    def _forward(self, X):
        z_h = X @ self.w_h + self.b_h
        a_h = self._sigmoid(z_h)
        z_out = a_h @ self.w_out + self.b_out
        return a_h, self._sigmoid(z_out)

    def _compute_cost(self, y_enc, output):
        penalty = self.l2 * (np.sum(self.w_h ** 2.0) + np.sum(self.w_out ** 2.0)) / 2
        return np.sum(-y_enc * np.log(output) - (1.0 - y_enc) * np.log(1.0 - output)) + penalty

    def predict(self, X):
        return np.argmax(self._forward(X)[1], axis=1)

    def fit(self, X, y):
        n_output = np.unique(y).shape[0]
        self.b_h = np.zeros(self.n_hidden)
        self.w_h = self.random.normal(0.0, 0.1, (X.shape[1], self.n_hidden))
        self.b_out = np.zeros(n_output)
        self.w_out = self.random.normal(0.0, 0.1, (self.n_hidden, n_output))
        y_enc = self._onehot(y, n_output)
        self.costs = []
        for i in range(self.epochs):
            indices = np.arange(X.shape[0])
            if self.shuffle:
                self.random.shuffle(indices)
            for start in range(0, indices.shape[0], self.minibatch_size):
                batch = indices[start:start + self.minibatch_size]
                a_h, a_out = self._forward(X[batch])
                delta_out = a_out - y_enc[batch]
                delta_h = (delta_out @ self.w_out.T) * a_h * (1.0 - a_h)
                grad_w_h = X[batch].T @ delta_h
                grad_w_out = a_h.T @ delta_out
                self.w_h -= self.eta * (grad_w_h + self.l2 * self.w_h)
                self.b_h -= self.eta * np.sum(delta_h, axis=0)
                self.w_out -= self.eta * (grad_w_out + self.l2 * self.w_out)
                self.b_out -= self.eta * np.sum(delta_out, axis=0)
            self.costs.append(self._compute_cost(y_enc, self._forward(X)[1]))
        return self
