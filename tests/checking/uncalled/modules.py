import numpy as np

class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)

class Module:
    def parameters(self):
        return []
    def __call__(self, *args):
        return self.forward(*args)

class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        self.weight = Parameter(np.random.uniform(-1, 1, (out_features, in_features)) / np.sqrt(in_features))
        self.bias = Parameter(np.zeros(out_features)) if bias else None
    def forward(self, x):
        self.input = x
        out = x @ self.weight.data.T
        if self.bias is not None:
            out = out + self.bias.data
        return out
    def backward(self, grad):
        self.weight.grad += grad.T @ self.input
        if self.bias is not None:
            self.bias.grad += grad.sum(axis=0)
        return grad @ self.weight.data
    def parameters(self):
        return [self.weight] + ([self.bias] if self.bias is not None else [])

class ReLU(Module):
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask
    def backward(self, grad):
        return grad * self.mask

class Sequential(Module):
    def __init__(self, *modules):
        self.modules = modules
    def forward(self, x):
        for m in self.modules:
            x = m(x)
        return x
    def backward(self, grad):
        for m in reversed(self.modules):
            grad = m.backward(grad)
        return grad
    def parameters(self):
        return [p for m in self.modules for p in m.parameters()]

class CrossEntropyLoss(Module):
    def forward(self, logits, target):
        z = logits - logits.max(axis=1, keepdims=True)
        self.p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        self.target = target
        return -np.log(self.p[np.arange(len(target)), target]).mean()
    def backward(self):
        g = self.p.copy()
        g[np.arange(len(self.target)), self.target] -= 1
        return g / len(self.target)

class SGD:
    def __init__(self, params, lr=0.1, momentum=0.0):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.v = [np.zeros_like(p.data) for p in params]
    def zero_grad(self):
        for p in self.params:
            p.grad[...] = 0
    def step(self):
        for p, v in zip(self.params, self.v):
            v[...] = self.momentum * v - self.lr * p.grad
            p.data += v
