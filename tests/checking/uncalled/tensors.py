import numpy as np
class Tensor:
    def __init__(self, data, parents=(), op=''):
        self.data = np.asarray(data, dtype=float); self.grad = np.zeros_like(self.data)
        self._parents = parents; self._back = lambda: None
    @staticmethod
    def _unb(g, shape):
        while g.ndim > len(shape): g = g.sum(axis=0)
        for i, s in enumerate(shape):
            if s == 1 and g.shape[i] != 1: g = g.sum(axis=i, keepdims=True)
        return g
    def __add__(self, o):
        o = o if isinstance(o, Tensor) else Tensor(o)
        out = Tensor(self.data + o.data, (self, o))
        def back():
            self.grad += self._unb(out.grad, self.data.shape); o.grad += self._unb(out.grad, o.data.shape)
        out._back = back; return out
    def __mul__(self, o):
        o = o if isinstance(o, Tensor) else Tensor(o)
        out = Tensor(self.data * o.data, (self, o))
        def back():
            self.grad += self._unb(out.grad * o.data, self.data.shape); o.grad += self._unb(out.grad * self.data, o.data.shape)
        out._back = back; return out
    def __matmul__(self, o):
        out = Tensor(self.data @ o.data, (self, o))
        def back():
            self.grad += out.grad @ o.data.T; o.grad += self.data.T @ out.grad
        out._back = back; return out
    def relu(self):
        out = Tensor(np.maximum(self.data, 0), (self,))
        def back(): self.grad += out.grad * (self.data > 0)
        out._back = back; return out
    def mean(self):
        out = Tensor(self.data.mean(), (self,))
        def back(): self.grad += out.grad * np.ones_like(self.data) / self.data.size
        out._back = back; return out
    def __pow__(self, n):
        out = Tensor(self.data ** n, (self,))
        def back(): self.grad += out.grad * n * self.data ** (n - 1)
        out._back = back; return out
    def __neg__(self): return self * -1
    def __sub__(self, o): return self + (-(o if isinstance(o, Tensor) else Tensor(o)))
    def backward(self):
        topo, seen = [], set()
        def build(t):
            if id(t) not in seen:
                seen.add(id(t))
                for p in t._parents: build(p)
                topo.append(t)
        build(self); self.grad = np.ones_like(self.data)
        for t in reversed(topo): t._back()
class MLP:
    def __init__(self, *sizes):
        self.ps = []
        for a, b in zip(sizes, sizes[1:]): self.ps += [Tensor(np.random.randn(a, b) * .5), Tensor(np.zeros(b))]
    def __call__(self, x):
        for i in range(0, len(self.ps), 2):
            x = x @ self.ps[i] + self.ps[i + 1]
            if i + 2 < len(self.ps): x = x.relu()
        return x
def fit(model, X, Y, lr=0.05, steps=100):
    for s in range(steps):
        for p in model.ps: p.grad[...] = 0
        loss = ((model(Tensor(X)) - Tensor(Y)) ** 2).mean()
        loss.backward()
        for p in model.ps: p.data -= lr * p.grad
        if s % 10 == 0: print(s, loss.data)
