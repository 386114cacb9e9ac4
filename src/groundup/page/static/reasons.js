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
// Blank paper gives a convolution the same z at all places, so its pool leaves one as good as another, and
// what goes back to the largest adds up, too.
//
// (A gradient would be the slope at one point, and its shares would not add up: where a neuron is
// saturated, it says 0. This is the rescale rule of DeepLIFT, Shrikumar et al. 2017.)
{
  const { backward, layers } = groundup;

  /** {margin, blank, pixels, neurons}: the margin of `digit` over `second`, that of blank paper,
   * each pixel's share (784,), and the hidden neurons' shares, a list a hidden layer. */
  function explain(network, pixels, digit, second) {
    const { sizes, activations } = network;
    const now = backward.forward(network, backward.inputs(pixels));
    const before = backward.forward(network, new Float64Array(sizes[0]));
    const last = activations.length - 1;
    const margin = ({ z }) => z[last][digit] - z[last][second];
    const winner = Float64Array.from({ length: sizes.at(-1) }, (_, j) => (j === digit) - (j === second));
    let slope = layers.sentBack(network, last, winner);
    const neurons = [];
    for (let l = last - 1; l >= 0; l--) {
      const [a, a0] = [now.a[l + 1], before.a[l + 1]];
      const [z, z0] = [now.z[l], before.z[l]];
      neurons.unshift(slope.map((s, j) => s * (a[j] - a0[j])));
      const { slope: tangent } = backward.FUNCTIONS[activations[l]];
      const through = slope.map((s, j) =>
        Math.abs(z[j] - z0[j]) > 1e-6 ? (s * (a[j] - a0[j])) / (z[j] - z0[j]) : s * tangent(z[j], a[j]),
      );
      slope = layers.sentBack(network, l, through, now.largest[l]);
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
