import numpy as np

from src.config import DATA, EPOCHS
from src.network import Network

archive = np.load(DATA)
net = Network([archive["x"].shape[1], 32, archive["y"].shape[1]])
for epoch in range(EPOCHS):
    net.forward(archive["x"])
    net.backward(archive["y"])
print("done")
