"""One neuron draws one line: it learns AND and OR, never XOR. A hidden layer can.

    x1 ── w1 ──╮
               ├── z = w1·x1 + w2·x2 + b ── sigmoid ──> a, between 0 and 1
    x2 ── w2 ──╯

A neuron leans towards 1 where z is positive and towards 0 where it is negative, so it divides
the plane of its inputs along the line z = 0. AND and OR have their ones on one side of such a
line. XOR has not, and no amount of training helps. Two hidden neurons draw two lines, and a third
neuron answers 1 between them.

You will see what a single neuron has learned of AND, OR and XOR: its truth table, its weights,
its line, and the square of inputs with `#` where it says 1. Then XOR again, with a hidden layer.

    python examples/and_or_xor.py

It takes less than a second on bare Python: the network is the `neurons` rung.
Next: `linear_collapse.py`, or why the sigmoid has to be there.
"""

from __future__ import annotations

from groundup import randomness
from groundup.rungs import neurons

XS = [[0, 0], [0, 1], [1, 0], [1, 1]]
GATES = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "XOR": [0, 1, 1, 0]}
STEPS, ETA = 2000, 10.0
SEED = 9  # other seeds find other pairs of lines for XOR, and some get stuck: try a few

WHY = """
  Why: z(0,0) + z(1,1) = z(0,1) + z(1,0), whatever w and b are: both sums are w1 + w2 + 2b.
  XOR wants the first one negative and the second one positive. No line separates its ones from
  its zeros, so the neuron gives up on its inputs and hedges: weights of 0, always one half.
"""


def initial_network(sizes: list[int]) -> neurons.Network:
    """Sigmoid neurons with weights and biases from N(0, 1), the same on every run."""
    w, b = [], []
    for l in range(len(sizes) - 1):
        n_in, n_out = sizes[l], sizes[l + 1]
        flat = randomness.normals(n_out * n_in, SEED, "w", l)
        w.append([flat[j * n_in : (j + 1) * n_in] for j in range(n_out)])
        b.append(randomness.normals(n_out, SEED, "b", l))
    return neurons.build(w, b)


def learn(gate: str, sizes: list[int]) -> neurons.Network:
    """Trains on the whole truth table, step after step, and prints what came out."""
    network, ys = initial_network(sizes), [[y] for y in GATES[gate]]
    for _ in range(STEPS):
        network = neurons.train_batch(network, XS, ys, ETA)

    a = [neurons.feedforward(network, x)[0] for x in XS]
    learned = all(abs(ai - y) < 0.1 for ai, [y] in zip(a, ys, strict=True))
    print(f"{gate}, {'-'.join(map(str, sizes))} network: {'learned' if learned else 'NOT learned'}")
    print("  x1 x2  wanted  says")
    for (x1, x2), [y], ai in zip(XS, ys, a, strict=True):
        print(f"   {x1}  {x2}     {y}    {ai:.3f}")
    for neuron in network[0]:
        (w1, w2), b = neuron.w, neuron.b
        line = f"x2 = {-b / w2:.2f} {-w1 / w2:+.2f}·x1" if abs(w2) > 1e-6 else "there is none"
        print(f"  z = {w1:+z.2f}·x1 {w2:+z.2f}·x2 {b:+z.2f}, the line: {line}")
    return network


def draw(network: neurons.Network) -> None:
    """Draws the square of inputs, x1 to the right and x2 upwards, `#` where the network says 1."""
    for row in range(8, -1, -1):
        a = [neurons.feedforward(network, [column / 16, row / 8])[0] for column in range(17)]
        label = {8: "x2=1", 0: "x2=0"}.get(row, "    ")
        print(f"  {label} {''.join('#' if ai > 0.5 else '·' for ai in a)}")
    print("       x1=0         x1=1\n")


if __name__ == "__main__":
    draw(learn("AND", [2, 1]))
    draw(learn("OR", [2, 1]))
    learn("XOR", [2, 1])
    print(WHY)
    network = learn("XOR", [2, 2, 1])
    [output] = network[1]
    (w1, w2), b = output.w, output.b
    print(f"  z = {w1:+.2f}·a1 {w2:+.2f}·a2 {b:+.2f} of these two: OR (a2), but not AND (a1)")
    draw(network)
