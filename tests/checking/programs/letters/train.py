import pickle

import numpy as np

from nets import MLP

with open("letters.pkl", "rb") as f:
    X, y = pickle.load(f)
model = MLP(X.shape[1], 64, 26)
print("loss", model.fit(X, np.eye(26)[y]))
