import numpy as np


class AdamNet:
    def __init__(self, n_in, n_hidden, n_out, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.p = {"W1": np.random.randn(n_in, n_hidden) * np.sqrt(2 / n_in), "b1": np.zeros(n_hidden),
                  "W2": np.random.randn(n_hidden, n_out) * np.sqrt(2 / n_hidden), "b2": np.zeros(n_out)}
        self.m = {k: np.zeros_like(v) for k, v in self.p.items()}
        self.v = {k: np.zeros_like(v) for k, v in self.p.items()}
        self.t = 0
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps

    def forward(self, X):
        self.h = np.maximum(X @ self.p["W1"] + self.p["b1"], 0)
        s = self.h @ self.p["W2"] + self.p["b2"]
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def backward(self, X, Y, P):
        d = (P - Y) / len(X)
        dh = d @ self.p["W2"].T * (self.h > 0)
        return {"W2": self.h.T @ d, "b2": d.sum(axis=0), "W1": X.T @ dh, "b1": dh.sum(axis=0)}

    def step(self, X, Y):
        P = self.forward(X)
        self.t += 1
        for k, g in self.backward(X, Y, P).items():
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g ** 2
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            self.p[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return -np.sum(Y * np.log(P + 1e-12)) / len(X)


if __name__ == "__main__":
    X = np.random.randn(300, 4)
    Y = np.eye(3)[np.argmax(X[:, :3], axis=1)]
    net = AdamNet(4, 16, 3)
    for epoch in range(300):
        loss = net.step(X, Y)
    print("loss", loss)
