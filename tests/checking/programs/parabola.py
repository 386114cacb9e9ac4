# learn y = x^2 with tanh units
import numpy as np

np.random.seed(42)
x = np.random.uniform(-1, 1, (50, 1))
t = x ** 2

w1 = np.random.randn(1, 10)
b1 = np.random.randn(10)
w2 = np.random.randn(10, 1)
b2 = np.random.randn(1)
lr = 0.05

for it in range(3000):
    z1 = x.dot(w1) + b1
    a1 = np.tanh(z1)
    out = a1.dot(w2) + b2
    loss = ((out - t) ** 2).mean()

    grad_out = 2.0 * (out - t) / x.shape[0]
    grad_w2 = a1.T.dot(grad_out)
    grad_b2 = grad_out.sum(axis=0)
    grad_z1 = grad_out.dot(w2.T) * (1 - a1)
    grad_w1 = x.T.dot(grad_z1)
    grad_b1 = grad_z1.sum(axis=0)

    w2 = w2 - lr * grad_w2
    b2 = b2 - lr * grad_b2
    w1 = w1 - lr * grad_w1
    b1 = b1 - lr * grad_b1
    if it % 500 == 0:
        print(it, loss)
