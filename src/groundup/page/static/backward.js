"use strict";
// Backpropagation of one digit, with everything that it makes on its way: the numbers beside the
// statements of the rung `lists`, to which tests hold them.
{
  const { layers } = groundup;
  const FUNCTIONS = {
    sigmoid: { f: (z) => 1 / (1 + Math.exp(-z)), slope: (z, a) => a * (1 - a) },
    tanh: { f: Math.tanh, slope: (z, a) => 1 - a * a },
    relu: { f: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
    linear: { f: (z) => z, slope: () => 1 },
  };

  function softmax(z) {
    const most = z.reduce((larger, value) => Math.max(larger, value));
    const e = z.map((value) => Math.exp(value - most));
    const sum = e.reduce((total, value) => total + value, 0);
    return e.map((value) => value / sum);
  }

  /** {z, a, largest}: the weighted inputs and the activations of every layer, a[0] being x, and what
   * `layers.sums` says of pools. silent: a neuron, {l, j}, whose activation is 0. */
  function forward(network, x, silent = null) {
    const { activations } = network;
    const [z, largest] = [[], []];
    const a = [Float64Array.from(x)];
    for (let l = 0; l < activations.length; l++) {
      const { z: sums, largest: places } = layers.sums(network, l, a[l]);
      z.push(sums);
      largest.push(places);
      a.push(activations[l] === "softmax" ? softmax(sums) : sums.map(FUNCTIONS[activations[l]].f));
      if (silent?.l === l) a[l + 1][silent.j] = 0;
    }
    return { z, a, largest };
  }

  /** Of a network without convolutions: {z, a, error, slope, delta}, a vector a layer each; `dw(l)` makes
   * (n_out × n_in), a row after the other. y: targets (10,). `slope` of the last layer is null where the cost cancels it. */
  function pass(network, x, y) {
    const { activations, cost, w } = network;
    const { z, a } = forward(network, x);
    const last = w.length - 1;
    const [error, slope, delta] = [[], [], []];
    for (let l = last; l >= 0; l--) {
      error[l] = l === last ? a[l + 1].map((output, j) => output - y[j]) : layers.sentBack(network, l + 1, delta[l + 1]);
      const cancelled = l === last && cost === "cross-entropy";
      slope[l] = cancelled ? null : z[l].map((value, j) => FUNCTIONS[activations[l]].slope(value, a[l + 1][j]));
      delta[l] = cancelled ? error[l].slice() : error[l].map((value, j) => value * slope[l][j]);
    }
    return { z, a, error, slope, delta, dw: (l) => outer(delta[l], a[l]) };
  }

  /** The slopes of what has the slopes `delta` by the last layer's z: by every input, (784,). */
  function inputSlopes(network, { z, a, largest }, delta) {
    for (let l = network.w.length - 1; l > 0; l--) {
      const { slope } = FUNCTIONS[network.activations[l - 1]];
      delta = layers.sentBack(network, l, delta, largest[l]).map((value, j) => value * slope(z[l - 1][j], a[l][j]));
    }
    return layers.sentBack(network, 0, delta, largest[0]);
  }

  function outer(delta, a) {
    const found = new Float64Array(delta.length * a.length);
    delta.forEach((value, j) => a.forEach((below, k) => (found[j * a.length + k] = value * below)));
    return found;
  }

  /** What a network's outputs cost, the targets being y. */
  function costOf({ activations, cost }, outputs, y) {
    const sum = (term) => outputs.reduce((total, output, j) => total + term(output, y[j]), 0);
    if (cost === "quadratic") return sum((output, target) => (output - target) ** 2 / 2);
    const log = (value) => Math.log(Math.max(value, 1e-300));
    if (activations.at(-1) === "softmax") return -sum((output, target) => target * log(output));
    return -sum((output, target) => target * log(output) + (1 - target) * log(1 - output));
  }

  /** The network after a step down the gradient of this pass, in double precision. */
  function stepped(network, { a, delta }, eta) {
    const w = network.w.map((wl, l) => {
      const inputs = network.sizes[l];
      const found = Float64Array.from(wl);
      delta[l].forEach((value, j) => {
        for (let k = 0; k < inputs; k++) found[j * inputs + k] -= eta * value * a[l][k];
      });
      return found;
    });
    return { ...network, w, b: network.b.map((bl, l) => Float64Array.from(bl, (bias, j) => bias - eta * delta[l][j])) };
  }

  /** Targets (10,) for a digit. */
  const target = (digit) => Float64Array.from({ length: 10 }, (_, j) => (j === digit ? 1 : 0));

  groundup.backward = { FUNCTIONS, forward, pass, inputSlopes, costOf, stepped, target, inputs: (pixels) => Float64Array.from(pixels, (ink) => ink / 255) };
}
