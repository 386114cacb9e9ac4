import numpy as np

np.random.seed(8)
rate = 0.1
V = np.random.randn(2, 3)
c = np.zeros((1, 3))
U = np.random.randn(3, 1)
d = np.zeros((1, 1))


def squash(z):
    return 1 / (1 + np.exp(-z))


def forwards(point):
    hidden = squash(point @ V + c)
    return hidden, squash(hidden @ U + d)


def backwards(point, wanted, hidden, guess):
    global V, c, U, d
    error = guess - wanted
    below = (error @ U.T)
    U -= rate * hidden.T @ error
    d -= rate * error
    V -= rate * point.T @ below
    c -= rate * below


place = np.array([[0.4, 0.9]])
wish = np.array([[1]])
for lap in range(100):
    hidden, guess = forwards(place)
    backwards(place, wish, hidden, guess)
    if lap % 20 == 0:
        print(lap, -np.mean(wish * np.log(guess) + (1 - wish) * np.log(1 - guess)))
