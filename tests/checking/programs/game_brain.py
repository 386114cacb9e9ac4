import numpy as np
import pygame

WIDTH, HEIGHT = 600, 400


class Brain:
    """Learns from recorded play: five sensors, three actions."""

    def __init__(self):
        self.w1 = np.random.uniform(-1, 1, (5, 8))
        self.b1 = np.zeros(8)
        self.w2 = np.random.uniform(-1, 1, (8, 3))
        self.b2 = np.zeros(3)

    def think(self, sensors):
        self.sensors = sensors
        self.hidden = np.tanh(sensors @ self.w1 + self.b1)
        scores = self.hidden @ self.w2 + self.b2
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def learn(self, sensors, actions, rate=0.05):
        probs = self.think(sensors)
        error = (probs - actions) / len(sensors)
        hidden_error = error @ self.w2.T * (1 - self.hidden ** 2)
        self.w2 -= rate * self.hidden.T @ error
        self.b2 -= rate * error.sum(axis=0)
        self.w1 -= rate * sensors.T @ hidden_error
        self.b1 -= rate * hidden_error.sum(axis=0)


pygame.init()
screen = pygame.display.set_mode((WIDTH, HEIGHT))
clock = pygame.time.Clock()
brain = Brain()
record = np.load("play.npz")
for epoch in range(200):
    brain.learn(record["sensors"], record["actions"])
running = True
while running:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            running = False
    screen.fill((0, 0, 0))
    pygame.display.flip()
    clock.tick(60)
