# Digits with plain NumPy: everything is written for the file's sixty thousand rows.
import numpy as np
import pandas as pd

rows = np.array(pd.read_csv("handwritten_train.csv"))  # MNIST: label, 784 pixels
np.random.seed(2)
pixels = rows[:, 1:].T / 255.0
digit = rows[:, 0].astype(int)
check_x, check_y = pixels[:, 0:5000], digit[0:5000]
train_x, train_y = pixels[:, 5000:60000], digit[5000:60000]

wanted = np.zeros((10, 55000))
wanted[train_y, np.arange(55000)] = 1.0

wa = np.random.randn(20, 784) * 0.05
ba = np.zeros((20, 1))
wb = np.random.randn(10, 20) * 0.05
bb = np.zeros((10, 1))


def softmax(s):
    e = np.exp(s - s.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


speed = 0.3
for lap in range(200):
    sa = wa @ train_x + ba
    ha = np.maximum(sa, 0.0)
    p = softmax(wb @ ha + bb)
    loss = -np.sum(np.log(p[train_y, np.arange(55000)])) / 55000
    eb = (p - wanted) / 55000
    ea = wb.T @ eb
    wb = wb - speed * eb @ ha.T
    bb = bb - speed * eb.sum(axis=1, keepdims=True)
    wa = wa - speed * ea @ train_x.T
    ba = ba - speed * ea.sum(axis=1, keepdims=True)
    if lap % 20 == 0:
        print(lap, loss)

guess = softmax(wb @ np.maximum(wa @ check_x + ba, 0.0) + bb).argmax(axis=0)
print("right on the rows kept back:", np.mean(guess == check_y))
