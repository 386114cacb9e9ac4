"use strict";
// Digits of 10×10 pixels, and a 100-12-10 network that learns them by the right backprop: so small that Python
// in the page, too, learns from hundreds in seconds.
{
  const { backward, digits, randomness } = groundup;
  const SIZES = [100, 12, 10];
  const [VALIDATION, ETA] = [300, 2];

  /** 784 pixels as 100: the middle 20×20, by squares of four. */
  function small(pixels) {
    return Float64Array.from({ length: 100 }, (_, i) => {
      const corner = (4 + 2 * Math.floor(i / 10)) * 28 + 4 + 2 * (i % 10);
      return (pixels[corner] + pixels[corner + 1] + pixels[corner + 28] + pixels[corner + 29]) / 1020;
    });
  }

  /** {train, validation}: lists of {x, label}; so many of them learn. */
  async function load(count) {
    const { train, validation } = await digits.load();
    const some = ({ x, y }, most) => Array.from(y.subarray(0, most), (label, i) => ({ x: small(x.subarray(784 * i, 784 * i + 784)), label }));
    return { train: some(train, count), validation: some(validation, VALIDATION) };
  }

  /** A network from chance, the same every time. */
  function made() {
    const normals = (count, what, l) => Float64Array.from(randomness.normals(count, 0, what, l));
    return {
      sizes: SIZES, activations: ["sigmoid", "sigmoid"], cost: "quadratic",
      w: [0, 1].map((l) => normals(SIZES[l] * SIZES[l + 1], "w", l).map((value) => value / Math.sqrt(SIZES[l]))),
      b: [0, 1].map((l) => normals(SIZES[l + 1], "b", l)),
    };
  }

  /** The share of these that it reads right. */
  function accuracy(network, samples) {
    const right = samples.filter(({ x, label }) => {
      const outputs = backward.forward(network, x).a.at(-1);
      return outputs.indexOf(Math.max(...outputs)) === label;
    });
    return right.length / samples.length;
  }

  /** The network after a step down these gradients, dw flat. */
  function stepped(network, dw, db) {
    const less = (array, slopes) => array.map((value, i) => value - ETA * slopes[i]);
    return { ...network, w: network.w.map((wl, l) => less(wl, dw[l])), b: network.b.map((bl, l) => less(bl, db[l])) };
  }

  /** The network after a step by the right backprop. */
  function right(network, { x, label }) {
    const passed = backward.pass(network, x, backward.target(label));
    return stepped(network, [passed.dw(0), passed.dw(1)], passed.delta);
  }

  groundup.tenbyten = { SIZES, ETA, load, made, accuracy, stepped, right };
}
