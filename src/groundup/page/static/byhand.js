"use strict";
// The 2-2-1 network of the guide's chapter “Backprop by hand”: its nine weights and biases, by the names
// that they have in the guide's Python, and all that follows from them.
{
  const { backward } = groundup;
  const [X, Y, ETA, NUDGE] = [[1, 2], [1], 1, 0.1];
  const START = [0.5, -0.25, 1, 0.5, 2, -1, 0, 0, 0];
  const PARAMETERS = [
    { name: "w11", from: "x1", to: "h1" }, { name: "w12", from: "x2", to: "h1" },
    { name: "w21", from: "x1", to: "h2" }, { name: "w22", from: "x2", to: "h2" },
    { name: "v1", from: "h1", to: "o" }, { name: "v2", from: "h2", to: "o" },
    { name: "b1", from: null, to: "h1" }, { name: "b2", from: null, to: "h2" }, { name: "c", from: null, to: "o" },
  ];

  const network = (values) => ({
    sizes: [2, 2, 1], activations: ["sigmoid", "sigmoid"], cost: "quadratic",
    w: [Float64Array.from(values.slice(0, 4)), Float64Array.from(values.slice(4, 6))],
    b: [Float64Array.from(values.slice(6, 8)), Float64Array.from(values.slice(8))],
  });

  /** What the network with these nine numbers makes of the inputs, there and back: `a` by neuron (its
   * inputs too), `z`, `cost`, `delta` by neuron, and `slopes`, one for each of the nine. */
  function run(values) {
    const made = network(values);
    const passed = backward.pass(made, X, Y);
    const [[x1, x2], [h1, h2], [o]] = passed.a;
    return {
      a: { x1, x2, h1, h2, o },
      z: { h1: passed.z[0][0], h2: passed.z[0][1], o: passed.z[1][0] },
      cost: backward.costOf(made, passed.a[2], Y),
      delta: { h1: passed.delta[0][0], h2: passed.delta[0][1], o: passed.delta[1][0] },
      slopes: [...passed.dw(0), ...passed.dw(1), ...passed.delta[0], ...passed.delta[1]],
    };
  }

  /** These numbers with another one at `index`. */
  const changed = (values, index, value) => values.map((old, i) => (i === index ? value : old));

  /** These numbers after a step against their slopes. */
  function stepped(values) {
    const { slopes } = run(values);
    return values.map((value, i) => value - ETA * slopes[i]);
  }

  groundup.byHand = { START, PARAMETERS, NUDGE, ETA, target: Y[0], run, changed, stepped, index: (name) => PARAMETERS.findIndex((one) => one.name === name) };
}
