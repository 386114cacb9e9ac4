from .layers import Dense, Sigmoid
from .losses import MSE


class Network:
    def __init__(self, sizes, loss=MSE):
        self.layers = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            self.layers += [Dense(n_in, n_out), Sigmoid()]
        self.loss = loss

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def fit(self, X, y, lr=0.1, epochs=1000, verbose=False):
        history = []
        for epoch in range(epochs):
            y_hat = self.forward(X)
            history.append(self.loss.loss(y, y_hat))
            grad = self.loss.gradient(y, y_hat)
            for layer in reversed(self.layers):
                grad = layer.backward(grad)
            for layer in self.layers:
                if layer.trainable:
                    layer.W -= lr * layer.dW
                    layer.b -= lr * layer.db
            if verbose:
                print(epoch, history[-1])
        return history
