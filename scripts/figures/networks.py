"""Sketches of a neuron and of the network of the chapter on backprop."""

from __future__ import annotations

from scripts.figures.drawing import Drawing


def neuron() -> str:
    drawing = Drawing(
        560, 190, "Two inputs, each times a weight, and a bias go into a sum z; a is σ of z."
    )
    sum_at, out_at = (270, 95), (400, 95)
    for y, name, weight in ((45, "x₁", "w₁"), (145, "x₂", "w₂")):
        drawing.line((80, y), sum_at)
        drawing.circle((80, y), 22, "ring")
        drawing.text((80, y + 5), name)
        drawing.text((170, y + 6 if y < 95 else y + 10), weight)
    drawing.line((270, 20), (270, 70))
    drawing.text((285, 30), "b", "start")
    drawing.line(sum_at, (520, 95))
    drawing.circle(sum_at, 27, "neuron")
    drawing.text((270, 100), "z")
    drawing.circle(out_at, 27, "neuron")
    drawing.text((400, 100), "σ")
    drawing.text((535, 100), "a")
    drawing.text((225, 165), "z = w₁·x₁ + w₂·x₂ + b", "start")
    drawing.text((460, 165), "a = σ(z)", "start")
    return drawing.figure("A neuron: a weighted sum, and a function that squashes it.")


def two_two_one() -> str:
    drawing = Drawing(
        560, 230, "Two inputs, 1 and 2, lead to two hidden neurons, and these to one output."
    )
    inputs, hidden, output = [(70, 60), (70, 170)], [(260, 60), (260, 170)], (450, 115)
    weights = [["0.5", "−0.25"], ["1", "0.5"]]
    for j, there in enumerate(hidden):
        for i, here in enumerate(inputs):
            drawing.line(here, there, "one" if j == 0 else "three")
            share = 0.5 if i == j else 0.27
            x = here[0] + share * (there[0] - here[0])
            y = here[1] + share * (there[1] - here[1])
            right = 14 * (i > j)  # of its own line
            drawing.text((x + right, y - 7 if i == 0 else y + 20), weights[j][i])
        drawing.line(there, output)
    drawing.text((350, 74), "2")
    drawing.text((350, 166), "−1")
    drawing.line(output, (520, 115))
    for place, name in zip(inputs, ("1", "2"), strict=True):
        drawing.circle(place, 24, "ring")
        drawing.text((place[0], place[1] + 5), name)
    for place, name in zip([*hidden, output], ("h₁", "h₂", "o"), strict=True):
        drawing.circle(place, 24, "neuron")
        drawing.text((place[0], place[1] + 5), name)
    drawing.text((540, 120), "a")
    drawing.text((70, 222), "a[0] = x")
    drawing.text((260, 222), "a[1]")
    drawing.text((450, 222), "a[2]")
    drawing.text((165, 222), "w[0]")
    drawing.text((355, 222), "w[1]")
    return drawing.figure("The network, with its weights. All biases are 0. It should say 1.")
