#!/usr/bin/env python
# coding: utf-8

# # Neural network from scratch

# In[1]:
import numpy as np
get_ipython().run_line_magic('precision', '3')

# In[2]:
X = np.array([[0,0],[0,1],[1,0],[1,1]])
Y = np.array([[0],[1],[1],[0]])

# In[3]:
def relu(z): return np.maximum(0, z)
def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

# In[4]:
def forward(params, X):
    Z1 = X @ params['W1'] + params['b1']
    A1 = relu(Z1)
    Z2 = A1 @ params['W2'] + params['b2']
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2

# In[5]:
def gradients(params, X, Y, lam=0.01):
    Z1, A1, Z2, A2 = forward(params, X)
    N = X.shape[0]
    d2 = (A2 - Y) / N
    dW2 = A1.T @ d2 + lam * params['W2']
    db2 = d2.sum(axis=0)
    d1 = (d2 @ params['W2'].T) * (Z1 > 0)
    dW1 = X.T @ d1 + lam * params['W1']
    db1 = d1.sum(axis=0)
    return {'W1': dW1, 'b1': db1, 'W2': dW2, 'b2': db2}

# In[6]:
params = {'W1': np.random.randn(2, 4), 'b1': np.zeros(4), 'W2': np.random.randn(4, 1), 'b2': np.zeros(1)}
for i in range(100):
    g = gradients(params, X, Y)
    for k in params: params[k] -= 0.1 * g[k]
print("done")
