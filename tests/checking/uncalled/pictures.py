import numpy as np

class Conv:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.k = kernel_size
        self.stride = stride
        self.padding = padding
        self.W = np.random.randn(out_channels, in_channels, kernel_size, kernel_size) * 0.1
        self.b = np.zeros(out_channels)

    def forward(self, x):
        self.x = np.pad(x, ((0, 0), (0, 0), (self.padding,) * 2, (self.padding,) * 2))
        n, c, h, w = self.x.shape
        self.oh = (h - self.k) // self.stride + 1
        self.ow = (w - self.k) // self.stride + 1
        out = np.zeros((n, self.out_channels, self.oh, self.ow))
        for i in range(self.oh):
            for j in range(self.ow):
                a, b = i * self.stride, j * self.stride
                patch = self.x[:, :, a:a + self.k, b:b + self.k]
                out[:, :, i, j] = np.tensordot(patch, self.W, axes=([1, 2, 3], [1, 2, 3])) + self.b
        return out

    def backward(self, dout, lr):
        dW = np.zeros_like(self.W)
        dx = np.zeros_like(self.x)
        for i in range(self.oh):
            for j in range(self.ow):
                a, b = i * self.stride, j * self.stride
                patch = self.x[:, :, a:a + self.k, b:b + self.k]
                d = dout[:, :, i, j]
                dW += np.tensordot(d, patch, axes=([0], [0]))
                dx[:, :, a:a + self.k, b:b + self.k] += np.tensordot(d, self.W, axes=([1], [0]))
        db = dout.sum(axis=(0, 2, 3))
        self.W -= lr * dW
        self.b -= lr * db
        if self.padding:
            return dx[:, :, self.padding:-self.padding, self.padding:-self.padding]
        return dx

class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask
    def backward(self, dout, lr):
        return dout * self.mask

class MaxPool:
    def __init__(self, size=2):
        self.s = size
    def forward(self, x):
        self.x = x
        n, c, h, w = x.shape
        out = np.zeros((n, c, h // self.s, w // self.s))
        for i in range(h // self.s):
            for j in range(w // self.s):
                out[:, :, i, j] = x[:, :, i*self.s:(i+1)*self.s, j*self.s:(j+1)*self.s].max(axis=(2, 3))
        self.out = out
        return out
    def backward(self, dout, lr):
        dx = np.zeros_like(self.x)
        n, c, h, w = dout.shape
        for i in range(h):
            for j in range(w):
                win = self.x[:, :, i*self.s:(i+1)*self.s, j*self.s:(j+1)*self.s]
                m = win == self.out[:, :, i, j][:, :, None, None]
                dx[:, :, i*self.s:(i+1)*self.s, j*self.s:(j+1)*self.s] += m * dout[:, :, i, j][:, :, None, None]
        return dx

class Flatten:
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), -1)
    def backward(self, dout, lr):
        return dout.reshape(self.shape)

class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, dout, lr):
        dx = dout @ self.W.T
        self.W -= lr * self.x.T @ dout
        self.b -= lr * dout.sum(axis=0)
        return dx

def softmax_loss(scores, y):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    n = len(y)
    loss = -np.log(p[np.arange(n), y]).mean()
    d = p.copy()
    d[np.arange(n), y] -= 1
    return loss, d / n

class CNN:
    def __init__(self):
        self.layers = [Conv(1, 4, 3), ReLU(), MaxPool(), Flatten(), Dense(4 * 13 * 13, 10)]
    def train_batch(self, x, y, lr=0.01):
        out = x
        for layer in self.layers:
            out = layer.forward(out)
        loss, d = softmax_loss(out, y)
        for layer in reversed(self.layers):
            d = layer.backward(d, lr)
        return loss
