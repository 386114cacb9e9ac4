class Wall:
    """A network of bricks."""

    def __init__(self, *bricks):
        self._bricks = list(bricks)

    def forward(self, x):
        self._seen = []
        for brick in self._bricks:
            self._seen.append(x)
            x = brick(x)
        return x

    def backward(self, delta):
        for brick, x in zip(reversed(self._bricks), reversed(self._seen)):
            brick.backward_update_gradient(x, delta)
            delta = brick.backward_delta(x, delta)
        return delta

    def update_parameters(self, step=1e-3):
        for brick in self._bricks:
            brick.update_parameters(step)

    def zero_grad(self):
        for brick in self._bricks:
            brick.zero_grad()
