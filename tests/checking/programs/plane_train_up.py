import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def forward(X, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    A1 = np.tanh(W1 @ X + b1)
    A2 = sigmoid(W2 @ A1 + b2)
    return A2, {"A1": A1, "A2": A2}

def cost(A2, Y):
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / Y.shape[1]

def backward(params, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = dZ2 @ cache["A1"].T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dZ1 = params["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

def train(X, Y, n_h=4, num_iterations=1000, learning_rate=1.2):
    params = {"W1": np.random.randn(n_h, X.shape[0]) * 0.1, "b1": np.zeros((n_h, 1)), "W2": np.random.randn(Y.shape[0], n_h) * 0.1, "b2": np.zeros((Y.shape[0], 1))}
    for i in range(num_iterations):
        A2, cache = forward(X, params)
        grads = backward(params, cache, X, Y)
        for k in params:
            params[k] = params[k] + learning_rate * grads["d" + k]
        if i % 100 == 0:
            print(i, cost(A2, Y))
    return params

