"""The outputs that the reader's backprop makes on its own way forwards.

It may leave something out there, which the outputs of `feedforward` would not show. So the
functions that it uses note what they give.
"""

inside = []  # of each call of backprop: its outputs, None where it is not sure which they are


def watching(backprop, sigmoid, sigmoid_prime):
    """These functions by name, as they are, which also note the outputs: what the network's own
    activation function of the output layer gives, or else the last of all that `sigmoid` gives when
    it is called by its name. What a slope computes is not counted."""
    by_name, slopes = [], [0]

    def noted(z):
        a = sigmoid(z)
        if not slopes[0]:
            by_name.append(a)
        return a

    def slope(z):
        slopes[0] += 1
        try:
            return sigmoid_prime(z)
        finally:
            slopes[0] -= 1

    def watched(network, x, y):
        w, b, f = network[:3]
        outputs = []

        def last(z):
            outputs.append(sigmoid(z))
            return outputs[-1]

        by_name.clear()
        found = backprop((w, b, [*f[:-1], last], [slope] * len(b)), x, y)
        inside.append(own(outputs, list(by_name), [len(part) for part in b]))
        return found

    return {"backprop": watched, "sigmoid": noted, "sigmoid_prime": slope}


def own(outputs, by_name, sizes):
    if len(outputs) == sizes[-1]:
        return outputs
    return by_name[-sizes[-1] :] if not outputs and len(by_name) == sum(sizes) else None
