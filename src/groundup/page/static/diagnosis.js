"use strict";
// What the numbers of a training say, in plain words, and what to try; and for each of it settings that
// bring it about.
{
  const { settings, words } = groundup;
  const LEARNED = 5000; // digits before which nothing is too small
  const EXPLODED = 1000; // a cost, or a cost as many times that of the beginning
  const POOR = 0.6; // accuracy on validation
  const GOOD = 0.9; // from which on no rate was too small
  const percent = (share) => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;

  /** {kind, title, words, advice}, or null where it is too early to say. points: measures.point's, in
   * order; layers: measures.layers'; how: settings; events: the learner's, so far; diverged: whether the
   * last step was undone. */
  function diagnose({ points, layers, how, eta, events = [], diverged }) {
    if (diverged) return diverging(eta);
    const last = points.at(-1);
    if (!last || !layers || last.at === 0) return null;
    return dead(layers) ?? saturated(layers, last, eta) ?? slow(points, how, eta, events) ?? overfitting(points, how) ?? fine(last);
  }

  const less = (eta, times) => Number((eta / times).toPrecision(2));

  /** What is told of a kind; advice: the name of its text, null for none. */
  function found(kind, values, advice = "advice") {
    const told = (part) => words(`diagnosis.${kind}.${part}`, values);
    return { kind, title: told("title"), words: told("words"), advice: advice ? told(advice) : "" };
  }

  const diverging = (eta) => found("diverging", { rate: less(eta, 10), eta });

  function dead(layers) {
    const worst = layers.reduce((most, layer) => (layer.silent > most.silent ? layer : most));
    if (worst.silent < 0.3) return null;
    const silent = Math.round(worst.silent * worst.count);
    return found("dead", { silent, count: worst.count });
  }

  function saturated(layers, last, eta) {
    const hidden = layers.slice(0, -1).filter(({ name }) => name === "sigmoid" || name === "tanh");
    const most = Math.max(0, ...hidden.map(({ flat }) => flat));
    if (last.validation.accuracy >= POOR || most < 0.7) return null;
    return found("saturated", { share: percent(most), rate: less(eta, 10), eta });
  }

  /** A rate that leaves the network poor after LEARNED digits is too small, and is said to be until the
   * network is good, or has another rate. */
  function slow(points, how, eta, events) {
    const last = points.at(-1);
    const since = Math.max(0, ...events.filter((event) => event.eta !== undefined).map(({ at }) => at));
    const soon = points.find(({ at }) => at * how.digits >= since + LEARNED);
    if (!soon || soon.validation.accuracy >= POOR || last.validation.accuracy >= GOOD) return null;
    const digits = Math.round(last.at * how.digits).toLocaleString("en");
    const rate = Math.max(Number((eta * 10).toPrecision(2)), settings.usualEta(how));
    return found("slow", { digits, others: percent(last.validation.accuracy), rate, eta });
  }

  function overfitting(points, how) {
    const last = points.at(-1);
    const best = points.reduce((least, point) => (point.validation.cost < least.validation.cost ? point : least));
    const gap = last.train.accuracy - last.validation.accuracy;
    const rising = last.validation.cost > 1.1 * best.validation.cost && last.train.cost < 0.7 * best.train.cost;
    if (last.train.accuracy < 0.95 || (gap < 0.06 && !rising)) return null;
    const values = { own: percent(last.train.accuracy), others: percent(last.validation.accuracy), epochs: Number(best.at.toFixed(1)) };
    const told = found("overfitting", values, how.digits < groundup.carried.digits.train ? "adviceMore" : "advice");
    return rising ? { ...told, words: `${told.words} ${words("diagnosis.overfitting.turned", values)}` } : told;
  }

  const fine = (last) => found("fine", { own: percent(last.train.accuracy), others: percent(last.validation.accuracy) }, null);

  const exploded = (cost, before) => !(cost <= EXPLODED * Math.max(1, before));

  /** Settings that bring each about, beside the default's. */
  const TRIALS = [
    { kind: "saturated", change: { eta: 100 } },
    { kind: "diverging", change: { output: "linear", eta: 3 } },
    { kind: "slow", change: { eta: 0.003 } },
    { kind: "dead", change: { activation: "relu", output: "softmax", cost: "cross-entropy", eta: 1 } },
    { kind: "overfitting", change: { hidden: [100], output: "softmax", cost: "cross-entropy", eta: 0.5, digits: 300 } },
  ];

  groundup.diagnosis = { diagnose, exploded, TRIALS };
}
