import numpy as np

REG = 0.1

def relu(z):
    return z * (z > 0)

def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def predict(params, X):
    h = relu(X @ params['W1'] + params['b1'])
    return softmax(h @ params['W2'] + params['b2'])

def loss(params, X, Y):
    p = predict(params, X)
    data_loss = -np.mean(np.sum(Y * np.log(p + 1e-300), axis=1))
    return data_loss + 0.5 * REG * (np.sum(params['W1']**2) + np.sum(params['W2']**2))

def gradients(params, X, Y):
    n = len(X)
    z1 = X @ params['W1'] + params['b1']
    h = relu(z1)
    p = softmax(h @ params['W2'] + params['b2'])

    d2 = (p - Y) / n
    d1 = d2 @ params['W2'].T
    d1[z1 <= 0] = 0
    grads = {}
    grads['W2'] = h.T @ d2 + 2 * REG * params['W2']
    grads['b2'] = d2.sum(axis=0)
    grads['W1'] = X.T @ d1 + 2 * REG * params['W1']
    grads['b1'] = d1.sum(axis=0)
    return grads
