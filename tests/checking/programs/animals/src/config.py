LEARNING_RATE = 0.05
EPOCHS = 100
DATA = "data/animals.npz"
