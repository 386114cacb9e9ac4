"use strict";
// Why this answer and not the next best. What is explained is the margin: the winner's weighted
// sum less the runner-up's, before the last activation. It is compared with the margin that the
// network gives blank paper, and the difference is shared out exactly:
//
//   A neuron whose weighted sum went from z0 (blank) to z, and so its activation from a0 to a,
//   answers with the slope (a − a0) / (z − z0). Multiplying slopes and weights backwards from the
//   margin gives each neuron and each pixel its slope to the margin; times how far it went from
//   blank, that is its share. Shares of a layer sum to the difference of the margins.
//
// (A gradient would be the slope at one point, and its shares would not add up: where a neuron is
// saturated, it says 0. This is the rescale rule of DeepLIFT, Shrikumar et al. 2017.)
{
  const F = {
    sigmoid: { f: (z) => 1 / (1 + Math.exp(-z)), slope: (a) => a * (1 - a) },
    tanh: { f: Math.tanh, slope: (a) => 1 - a * a },
    relu: { f: (z) => Math.max(z, 0), slope: (a) => (a > 0 ? 1 : 0) },
    linear: { f: (z) => z, slope: () => 1 },
  };

  /** z and a of every layer, for inputs x; the last layer's activation is left out. */
  function forward({ sizes, activations, w, b }, x) {
    const z = [];
    const a = [x];
    for (let l = 0; l < w.length; l++) {
      const n = sizes[l];
      const lit = [...a[l].keys()].filter((k) => a[l][k] !== 0);
      z.push(
        Array.from(b[l], (start, j) => lit.reduce((sum, k) => sum + w[l][j * n + k] * a[l][k], start)),
      );
      if (l + 1 < w.length) a.push(z[l].map(F[activations[l]].f));
    }
    return { z, a };
  }

  /** {margin, blank, pixels, neurons}: the margin of `digit` over `second`, that of blank paper,
   * each pixel's share (784,), and the hidden neurons' shares, a list a hidden layer. */
  function explain(network, pixels, digit, second) {
    const { sizes, activations, w } = network;
    const now = forward(network, Array.from(pixels, (ink) => ink / 255));
    const before = forward(network, new Array(sizes[0]).fill(0));
    const last = w.length - 1;
    const margin = ({ z }) => z[last][digit] - z[last][second];
    let slope = Array.from(
      { length: sizes[last] },
      (_, k) => w[last][digit * sizes[last] + k] - w[last][second * sizes[last] + k],
    );
    const neurons = [];
    for (let l = last - 1; l >= 0; l--) {
      const [a, a0] = [now.a[l + 1], before.a[l + 1]];
      const [z, z0] = [now.z[l], before.z[l]];
      neurons.unshift(slope.map((s, j) => s * (a[j] - a0[j])));
      const { slope: tangent } = F[activations[l]];
      const through = slope.map((s, j) =>
        Math.abs(z[j] - z0[j]) > 1e-6 ? (s * (a[j] - a0[j])) / (z[j] - z0[j]) : s * tangent(a[j]),
      );
      slope = Array.from({ length: sizes[l] }, (_, k) =>
        through.reduce((sum, s, j) => sum + s * w[l][j * sizes[l] + k], 0),
      );
    }
    return {
      margin: margin(now),
      blank: margin(before),
      pixels: slope.map((s, k) => s * now.a[0][k]),
      neurons,
    };
  }

  groundup.reasons = { explain };
}
