"""An engine of single values that differentiates itself; cost: a sum of squares."""
import math
import random

random.seed(2)


class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents
        self.back = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out.back = back
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.back = back
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def back():
            self.grad += (1 - t * t) * out.grad

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for parent in v.parents:
                    visit(parent)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.back()


xs = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(4)]
ys = [random.uniform(-1, 1) for _ in range(4)]
hidden = [[Value(random.uniform(-1, 1)) for _ in range(3)] for _ in range(3)]
last = [Value(random.uniform(-1, 1)) for _ in range(4)]
everything = [v for row in hidden for v in row] + last

for turn in range(50):
    total = Value(0.0)
    for x, y in zip(xs, ys):
        a = []
        for row in hidden:
            a.append((row[0] * x[0] + row[1] * x[1] + row[2]).tanh())
        out = last[0] * a[0] + last[1] * a[1] + last[2] * a[2] + last[3]
        off = out + -1.0 * y
        total = total + off * off
    cost = total.data
    # backward
    for v in everything:
        v.grad = 0.0
    total.backward()
    # step
    for v in everything:
        v.data -= 0.05 * v.grad
# parameters: hidden last
