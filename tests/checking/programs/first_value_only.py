import math
import random


class Num:
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

    def tanh(self):
        t = math.tanh(self.data)
        out = Num(t, (self,))

        def send():
            self.grad += (1 - t * t) * out.grad

        out.send = send
        return out

    def backward(self):
        order, seen = [], set()

        def visit(one):
            if one not in seen:
                seen.add(one)
                for parent in one.parents:
                    visit(parent)
                order.append(one)

        visit(self)
        self.grad = 1.0
        for one in reversed(order):
            one.send()


class Cell:
    def __init__(self, n):
        self.w = [Num(random.uniform(-1, 1)) for _ in range(n)]
        self.b = Num(0.0)

    def __call__(self, x):
        z = self.b
        for w, one in zip(self.w, x):
            z = z + w * one
        return z.tanh()


class Row:
    def __init__(self, n, m):
        self.cells = [Cell(n) for _ in range(m)]

    def __call__(self, x):
        return [cell(x) for cell in self.cells]


class MLP:
    def __init__(self, sizes):
        self.rows = [Row(n, m) for n, m in zip(sizes, sizes[1:])]

    def __call__(self, x):
        for row in self.rows:
            x = row(x)
        return x[0]

    def parameters(self):
        return [p for row in self.rows for cell in row.cells for p in cell.w + [cell.b]]


random.seed(2)
net = MLP([2, 4, 3, 1])
points = [[0.5, -1.0], [1.5, 0.2], [-0.7, 0.9], [-1.2, -0.4]]
sides = [1.0, -1.0, -1.0, 1.0]
for lap in range(20):
    loss = Num(0.0)
    for x, y in zip(points, sides):
        miss = net(x) + -y
        loss = loss + miss * miss
    for p in net.parameters():
        p.grad = 0.0
    loss.backward()
    for p in net.parameters():
        p.data -= 0.05 * p.grad
    print(lap, loss.data)
