#!/usr/bin/env python
# -*- coding: utf-8 -*-
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt

df = pd.read_csv("winequality.csv", sep=";")
print(df.head())
X = df.drop("quality", axis=1).to_numpy()
Y = (df["quality"] > 5).to_numpy().astype(float).reshape(-1, 1)
X = (X - X.mean(0)) / X.std(0)
m, nx = X.shape

nh = 16
alpha = 0.01
np.random.seed(2)
W1 = np.random.randn(nx, nh) * np.sqrt(2 / nx)
B1 = np.zeros((1, nh))
W2 = np.random.randn(nh, 1) * np.sqrt(2 / nh)
B2 = np.zeros((1, 1))
costs = []

for i in range(2000):
    Z1 = X @ W1 + B1
    A1 = np.maximum(0, Z1)
    Z2 = A1 @ W2 + B2
    A2 = 1 / (1 + np.exp(-Z2))

    cost = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    costs.append(cost)

    dZ2 = A2 - Y
    dW2 = A1.T @ dZ2 / m
    dB2 = np.sum(dZ2, axis=0, keepdims=True) / m
    dA1 = dZ2 @ W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dZ1 / m
    dB1 = np.sum(dZ1, axis=0, keepdims=True) / m

    W1 -= alpha * dW1
    B1 -= alpha * dB1
    W2 -= alpha * dW2
    B2 -= alpha * dB2

plt.plot(costs)
plt.show()
print("accuracy", np.mean((A2 > 0.5) == Y))
