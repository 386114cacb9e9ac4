import math
import random


class Num:
    """A number that remembers how it was made."""

    def __init__(self, data, parents=()):
        self.data, self.grad = data, 0.0
        self.parents, self.send = parents, lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Num) else Num(other)
        out = Num(self.data + other.data, (self, other))

        def send():
            self.grad += out.grad
            other.grad += out.grad
        out.send = send
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Num) else Num(other)
        out = Num(self.data * other.data, (self, other))

        def send():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.send = send
        return out

    __radd__ = __add__
    __rmul__ = __mul__

    def __sub__(self, other):
        return self + other * -1.0

    def tanh(self):
        out = Num(math.tanh(self.data), (self,))

        def send():
            self.grad += (1.0 - out.data * out.data) * out.grad
        out.send = send
        return out

    def backward(self):
        order, seen = [], set()

        def visit(one):
            if id(one) not in seen:
                seen.add(id(one))
                for parent in one.parents:
                    visit(parent)
                order.append(one)
        visit(self)
        self.grad = 1.0
        for one in reversed(order):
            one.send()


class Cell:
    def __init__(self, inputs):
        self.w = [Num(random.uniform(-1, 1)) for _ in range(inputs)]
        self.b = Num(random.uniform(-1, 1))

    def __call__(self, x):
        return sum((w * xi for w, xi in zip(self.w, x)), self.b).tanh()

    def parameters(self):
        return self.w + [self.b]


class Net:
    def __init__(self, inputs, widths):
        sizes = [inputs] + widths
        self.rows = [[Cell(a) for _ in range(b)] for a, b in zip(sizes, sizes[1:])]

    def __call__(self, x):
        for row in self.rows:
            x = [cell(x) for cell in row]
        return x[0] if len(x) == 1 else x

    def parameters(self):
        return [p for row in self.rows for cell in row for p in cell.parameters()]


points = [[0.5, -1.0], [1.5, 0.3], [-0.7, 0.8], [-1.2, -0.4]]
signs = [1.0, -1.0, 1.0, -1.0]
# one step by hand first
net = Net(2, [2, 1])
miss = net(points[0]) - signs[0]
loss = miss * miss
loss.backward()
print(loss.data, [p.grad for p in net.parameters()])
for p in net.parameters():
    p.data -= 0.1 * p.grad
miss = net(points[0]) - signs[0]
print("and now", (miss * miss).data)

# and a larger net by itself
net = Net(2, [3, 1])
for lap in range(12):
    answers = [net(p) for p in points]
    loss = sum((a - s) * (a - s) for a, s in zip(answers, signs))
    loss.backward()
    for p in net.parameters():
        p.data -= 0.05 * p.grad
    print(lap, loss.data)
