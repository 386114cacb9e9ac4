"""Three neurons, each a vector of its own with its bias in front, learn either-or a lap at a time, with a slip."""

import math

import numpy as np

questions = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]])
answers = np.array([0, 1, 1, 0])
np.random.seed(3)
upper = np.random.uniform(-1, 1, 3)
lower = np.random.uniform(-1, 1, 3)
final = np.random.uniform(-1, 1, 3)
pile_upper, pile_lower, pile_final = np.zeros(3), np.zeros(3), np.zeros(3)
fired = np.zeros(3)
speed = 0.6


def squash(z):
    return 1 / (1 + math.exp(-z))


def ask(question):
    fired[0] = squash(question @ upper)
    fired[1] = squash(question @ lower)
    fired[2] = squash(final[0] + final[1] * fired[0] + final[2] * fired[1])


def blame(question, answer):
    last = (fired[2] - answer) * fired[2] * (1 - fired[2])
    first = last * final[1]
    second = last * final[2]
    pile_final[0] += last
    pile_final[1] += last * fired[0]
    pile_final[2] += last * fired[1]
    for k in range(3):
        pile_upper[k] += first * question[k]
        pile_lower[k] += second * question[k]


for lap in range(3000):
    for question, answer in zip(questions, answers):
        ask(question)
        blame(question, answer)
    final -= speed * pile_final
    upper -= speed * pile_upper
    lower -= speed * pile_lower
    for pile in (pile_final, pile_upper, pile_lower):
        pile.fill(0)

for question in questions:
    ask(question)
    print(question[1:], round(fired[2], 2))
