"use strict";
// What the numbers of a training say, in plain words, and what to try; and for each of it settings that
// bring it about.
{
  const LEARNED = 5000; // digits before which nothing is too small
  const EXPLODED = 1000; // a cost, or a cost as many times that of the beginning
  const POOR = 0.6; // accuracy on validation
  const percent = (share) => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;

  /** {kind, title, words, advice}, or null where it is too early to say. points: measures.point's, in
   * order; layers: measures.layers'; how: settings; diverged: whether the last step was undone. */
  function diagnose({ points, layers, how, eta, diverged }) {
    if (diverged) return diverging(eta);
    const last = points.at(-1);
    if (!last || !layers || last.at === 0) return null;
    return dead(layers) ?? saturated(layers, last, eta) ?? slow(last, how, eta) ?? overfitting(points, how) ?? fine(last);
  }

  const less = (eta, times) => Number((eta / times).toPrecision(2));

  function diverging(eta) {
    return {
      kind: "diverging",
      title: "The rate is too large: it diverges",
      words: "Each step goes so far past the low point of the cost that the next one has to be larger still, until the numbers are too large to compute with. The network is as it was before that step.",
      advice: `Begin anew with a smaller learning rate: ${less(eta, 10)} instead of ${eta}.`,
    };
  }

  function dead(layers) {
    const worst = layers.reduce((most, layer) => (layer.silent > most.silent ? layer : most));
    if (worst.silent < 0.3) return null;
    const silent = Math.round(worst.silent * worst.count);
    return {
      kind: "dead",
      title: `${silent} of ${worst.count} ReLUs are dead`,
      words: "Large steps have made their weighted sums negative for every digit. There a ReLU gives 0, and its slope is 0 too: no gradient comes through, so they learn no more.",
      advice: "Begin anew with a smaller learning rate, or with sigmoid or tanh.",
    };
  }

  function saturated(layers, last, eta) {
    const hidden = layers.slice(0, -1).filter(({ name }) => name === "sigmoid" || name === "tanh");
    const most = Math.max(0, ...hidden.map(({ flat }) => flat));
    if (last.validation.accuracy >= POOR || most < 0.7) return null;
    return {
      kind: "saturated",
      title: "The rate is too large: the neurons are saturated",
      words: `Large steps have pushed ${percent(most)} of the hidden activations to their limits. The curve is flat there, its slope is nearly 0, and so is every gradient that comes through: the network learns no more.`,
      advice: `Begin anew with a smaller learning rate: ${less(eta, 10)} instead of ${eta}. A smaller one from here on comes too late.`,
    };
  }

  function slow(last, how, eta) {
    if (last.at * how.digits < LEARNED || last.validation.accuracy >= POOR) return null;
    return {
      kind: "slow",
      title: "The rate is too small",
      words: `After ${Math.round(last.at * how.digits).toLocaleString("en")} digits it reads ${percent(last.validation.accuracy)} of those that it never learned from. Its neurons are not saturated and its cost falls, but in small steps.`,
      advice: `Try a larger learning rate: ${Number((eta * 10).toPrecision(2))} instead of ${eta}.`,
    };
  }

  function overfitting(points, how) {
    const last = points.at(-1);
    const best = points.reduce((least, point) => (point.validation.cost < least.validation.cost ? point : least));
    const gap = last.train.accuracy - last.validation.accuracy;
    const rising = last.validation.cost > 1.1 * best.validation.cost && last.train.cost < 0.7 * best.train.cost;
    if (last.train.accuracy < 0.95 || (gap < 0.06 && !rising)) return null;
    const turned = rising ? ` On the others its cost is the least after ${Number(best.at.toFixed(1))} epochs, and has risen since.` : "";
    const more = how.digits < groundup.carried.digits.train ? "more digits to learn from, " : "";
    return {
      kind: "overfitting",
      title: "It overfits",
      words: `It reads ${percent(last.train.accuracy)} of the digits that it learns from, and ${percent(last.validation.accuracy)} of others: it learns these digits by heart rather than what they have in common.${turned}`,
      advice: `Try ${more}some L2 (0.001), fewer neurons or fewer epochs.`,
    };
  }

  function fine(last) {
    return {
      kind: "fine",
      title: "It learns",
      words: `It reads ${percent(last.validation.accuracy)} of the digits that it never learned from, and ${percent(last.train.accuracy)} of those that it did.`,
      advice: "",
    };
  }

  const exploded = (cost, before) => !(cost <= EXPLODED * Math.max(1, before));

  /** Settings that bring each about, beside the default's. */
  const TRIALS = [
    { kind: "saturated", title: "A rate so large that neurons saturate", change: { eta: 100 } },
    { kind: "diverging", title: "A rate so large that it diverges", change: { output: "linear", eta: 3 } },
    { kind: "slow", title: "A rate too small", change: { eta: 0.01 } },
    { kind: "dead", title: "ReLUs that die", change: { activation: "relu", output: "softmax", cost: "cross-entropy", eta: 1 } },
    { kind: "overfitting", title: "Overfitting", change: { hidden: [100], output: "softmax", cost: "cross-entropy", eta: 0.5, digits: 300 } },
  ];

  groundup.diagnosis = { diagnose, exploded, TRIALS };
}
