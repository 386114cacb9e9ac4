class Model:
    def __init__(self, layers, cost, optimizer):
        self.layers, self.cost, self.optimizer = layers, cost, optimizer

    def __call__(self, a):
        for layer, activation in self.layers:
            a = activation(layer(a))
        return a

    def backward(self, out, y):
        da = self.cost.slope(out, y)
        for layer, activation in reversed(self.layers):
            dz = da * activation.slope(layer.z)
            layer.dw = dz @ layer.a.T / y.shape[1]
            layer.db = dz.mean(axis=1, keepdims=True)
            da = layer.w.T @ dz

    def fit(self, x, y, epochs):
        for epoch in range(epochs):
            out = self(x)
            self.backward(out, y)
            for layer, _ in self.layers:
                self.optimizer.step(layer, layer.dw, layer.db)
            if epoch % 500 == 0:
                print(epoch, self.cost(out, y))
