import numpy as np
import matplotlib.pyplot as plt
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = load_diabetes(return_X_y=True)
y = y.reshape(-1, 1)
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.3, random_state=0)
scaler_X, scaler_y = StandardScaler(), StandardScaler()
X_train, X_val = scaler_X.fit_transform(X_train), scaler_X.transform(X_val)
y_train, y_val = scaler_y.fit_transform(y_train), scaler_y.transform(y_val)

rng = np.random.default_rng(42)
W1 = rng.normal(0, 0.3, (X_train.shape[1], 20))
b1 = np.zeros(20)
W2 = rng.normal(0, 0.3, (20, 1))
b2 = np.zeros(1)
lr, patience = 0.02, 30
best, best_weights, waited = np.inf, None, 0
train_curve, val_curve = [], []

for epoch in range(2000):
    h = np.tanh(X_train @ W1 + b1)
    out = h @ W2 + b2
    d_out = 2 * (out - y_train) / len(X_train)
    d_h = d_out @ W2.T * (1 - h ** 2)
    W2 -= lr * h.T @ d_out
    b2 -= lr * d_out.sum(axis=0)
    W1 -= lr * X_train.T @ d_h
    b1 -= lr * d_h.sum(axis=0)

    val = np.mean((np.tanh(X_val @ W1 + b1) @ W2 + b2 - y_val) ** 2)
    train_curve.append(np.mean((out - y_train) ** 2))
    val_curve.append(val)
    if val < best:
        best, best_weights, waited = val, (W1.copy(), b1.copy(), W2.copy(), b2.copy()), 0
    else:
        waited += 1
        if waited > patience:
            break

W1, b1, W2, b2 = best_weights
print("best validation error", best)
plt.plot(train_curve)
plt.plot(val_curve)
plt.legend(["train", "validation"])
plt.show()
