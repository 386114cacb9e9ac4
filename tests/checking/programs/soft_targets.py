import numpy as np


class Net:
    INPUTS = 64
    OUTPUTS = 10

    def __init__(self, hidden, rate):
        self.hidden = hidden
        self.rate = rate
        self.w_ih = np.random.normal(0, self.INPUTS ** -0.5, (hidden, self.INPUTS))
        self.w_ho = np.random.normal(0, hidden ** -0.5, (self.OUTPUTS, hidden))

    @staticmethod
    def squash(z):
        return 1 / (1 + np.exp(-z))

    def query(self, image):
        return self.squash(self.w_ho @ self.squash(self.w_ih @ image))

    def steps(self, image, digit):
        h = self.squash(self.w_ih @ image)
        o = self.squash(self.w_ho @ h)
        wanted = np.zeros(self.OUTPUTS) + 0.01
        wanted[digit] = 0.99
        p = (o - wanted) * o * (1 - o)
        q = self.w_ho.T @ p * h * (1 - h)
        return self.rate * np.outer(q, image), self.rate * np.outer(p, h)

    def train(self, epochs, batch, images, digits):
        for epoch in range(epochs):
            for start in range(0, len(images), batch):
                step_ih = np.zeros_like(self.w_ih)
                step_ho = np.zeros_like(self.w_ho)
                for i in range(start, min(start + batch, len(images))):
                    one_ih, one_ho = self.steps(images[i], digits[i])
                    step_ih += one_ih
                    step_ho += one_ho
                self.w_ih -= step_ih / batch
                self.w_ho -= step_ho / batch
            print("epoch", epoch)


def made(count):
    digits = np.random.randint(0, 10, count)
    images = np.random.rand(count, 64) * 0.5
    images[np.arange(count), digits * 6] += 0.5
    return images, digits


if __name__ == "__main__":
    images, digits = made(200)
    net = Net(30, 0.2)
    net.train(5, 1, images, digits)
    print(net.query(images[0]).argmax(), digits[0])
