"use strict";
// What the numbers of a training say, in plain words, and what to try. What was tried already bounds what is
// tried next (advice.js), so that no advice leads in a circle.
{
  const { advice: { next }, initialisation, settings, words, whole } = groundup;
  const LEARNED = 5000; // digits before which nothing is too small
  const POOR = 0.6; // accuracy on validation
  const PASSABLE = 0.8; // on the digits that it learns from: more is no bottleneck
  const GOOD = 0.9; // from which on no rate was too small
  const NARROW = 8; // neurons of a hidden layer, below which the ten digits hardly get through
  const ROOMY = 30; // neurons that do
  const FAR = 1.5; // weights that have moved by so many sizes of those of the beginning: no rate too small
  const SHRUNK = 0.5; // weights of such a size, by L2
  const percent = (share) => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;

  /** {kind, title, words, advice, change}, or null where it is too early to say; change: settings to start
   * again with, null for none. points: measures.point's, in order; layers: measures.layers'; how: settings;
   * events: the learner's, so far; diverged: whether the last step was undone; own: whether it began with a
   * network that chance did not make. tried: [{how, kind}], what was told of other runs. */
  function diagnose({ points, layers, how, eta, events = [], diverged, own = false }, tried = []) {
    const now = { how: { ...how, eta }, tried, own };
    const last = points.at(-1);
    if (diverged) return diverging(now);
    if (!last || !layers || last.at === 0) return null;
    const poor = last.validation.accuracy < POOR;
    return (
      equal(layers, now) ?? (poor ? begun(now) : null) ?? dead(layers, now) ??
      (poor ? decayed(layers, now) : null) ?? narrow(layers, points, now) ?? (poor ? saturated(layers, now) : null) ??
      slow(layers, points, events, now) ?? overfitting(points, now) ?? fine(last)
    );
  }

  /** What is told of a kind; advice: the name of its text, null for none. */
  function found(kind, values, change, advice = "advice") {
    const told = (part) => words(`diagnosis.${kind}.${part}`, values);
    return { kind, title: told("title"), words: told("words"), advice: advice ? told(advice) : "", change };
  }

  /** Another rate; where none is left to try, the settings that the page begins with. */
  function another(kind, wanted, values, now) {
    const rate = next("eta", wanted, now);
    const { eta } = now.how;
    if (rate !== null) return found(kind, { ...values, rate, eta }, { eta: rate });
    const { title, words: told } = found(kind, { ...values, rate, eta }, null, null);
    return { kind, title, words: told, advice: words("diagnosis.exhausted"), change: { ...settings.DEFAULT } };
  }

  /** A rate below this one: the usual one, or a tenth. */
  function less({ how, how: { eta } }) {
    const usual = settings.usualEta(how);
    return eta > 2 * usual ? usual : eta / 10;
  }

  function diverging(now) {
    const { eta, l2 } = now.how;
    if (begun(now)) return begun(now);
    if (eta * l2 >= 1) return tooMuch(now);
    return another("diverging", less(now), {}, now);
  }

  /** All neurons of a hidden layer are the same, and get the same steps. */
  function equal(layers, { how, own }) {
    if (how.init !== "zero" || own) return null;
    const same = layers.slice(0, -1).find(({ alike, count }) => alike && count > 1);
    if (!same) return null;
    return found("zero", { count: same.count }, { init: initialisation.usual(how) });
  }

  function begun({ how, own }) {
    return how.init === "normal" && !own ? found("large", {}, { init: initialisation.usual(how) }) : null;
  }

  function dead(layers, now) {
    const share = (layer) => layer.dead.length / layer.count;
    const worst = layers.reduce((most, layer) => (share(layer) > share(most) ? layer : most));
    if (share(worst) < 0.3) return null;
    return another("dead", less(now), { silent: worst.dead.length, count: worst.count }, now);
  }

  function saturated(layers, now) {
    const hidden = layers.slice(0, -1).filter(({ name }) => name === "sigmoid" || name === "tanh");
    const most = Math.max(0, ...hidden.map(({ flat }) => flat));
    return most < 0.7 ? null : another("saturated", less(now), { share: percent(most) }, now);
  }

  /** L2 has made the weights smaller than they began. */
  function decayed(layers, now) {
    const small = layers.some(({ size }) => size !== null && size < SHRUNK);
    return now.how.l2 > 0 && small ? tooMuch(now) : null;
  }

  function tooMuch(now) {
    const { l2 } = now.how;
    const lower = l2 > 1e-5 ? next("l2", l2 / 10, now) ?? 0 : 0;
    return found("decay", { l2, lower }, { l2: lower });
  }

  /** So few neurons that nothing gets through to speak of, though the rate would do. */
  function narrow(layers, points, { how, how: { hidden } }) {
    const last = points.at(-1);
    const digits = Math.round(last.at * how.digits);
    const enough = how.eta >= settings.usualEta(how) || far(layers);
    if (!(Math.min(...hidden) < NARROW) || !enough || digits < LEARNED) return null;
    if (last.train.accuracy >= (digits < 2 * LEARNED ? POOR : PASSABLE)) return null;
    const values = { digits: whole(digits), others: percent(last.validation.accuracy), fewest: Math.min(...hidden), roomy: ROOMY };
    return found("narrow", values, { hidden: hidden.map((count) => (count < NARROW ? ROOMY : count)) });
  }

  /** Whether its weights have gone far from where they began. */
  const far = (layers) => layers.some(({ moved }) => moved !== null && moved > FAR);

  /** A rate that leaves the network poor after LEARNED digits is wrong, and is said to be until the network is
   * good, or has another rate: too large, where the weights have gone far and the cost has not fallen; else
   * too small. */
  function slow(layers, points, events, now) {
    const { how } = now;
    const last = points.at(-1);
    const since = Math.max(0, ...events.filter((event) => event.eta !== undefined).map(({ at }) => at));
    const soon = points.find(({ at }) => at * how.digits >= since + LEARNED);
    if (!soon || soon.validation.accuracy >= POOR || last.validation.accuracy >= GOOD) return null;
    if (begun(now)) return begun(now);
    const values = { digits: whole(Math.round(last.at * how.digits)), others: percent(last.validation.accuracy) };
    if (last.validation.accuracy < POOR && far(layers) && risen(points)) return another("wild", less(now), values, now);
    return another("slow", Math.max(how.eta * 10, settings.usualEta(how)), values, now);
  }

  /** Whether the cost is hardly below what it was before anything was learned. */
  const risen = (points) => points.at(-1).train.cost > 0.9 * Math.min(...points.slice(0, 3).map(({ train }) => train.cost));

  function overfitting(points, now) {
    const { how } = now;
    const last = points.at(-1);
    const best = points.reduce((least, point) => (point.validation.cost < least.validation.cost ? point : least));
    const gap = last.train.accuracy - last.validation.accuracy;
    const rising = last.validation.cost > 1.1 * best.validation.cost && last.train.cost < 0.7 * best.train.cost;
    if (last.train.accuracy < 0.95 || (gap < 0.06 && !rising)) return null;
    const most = settings.NUMBERS.digits.to;
    const more = how.digits < most;
    const l2 = more ? null : next("l2", Math.max(how.l2 * 3, 0.0001), now);
    const change = more ? { digits: Math.min(most, 10 * how.digits) } : l2 && { l2 };
    const values = { own: percent(last.train.accuracy), others: percent(last.validation.accuracy), epochs: Number(best.at.toFixed(1)), digits: change?.digits && whole(change.digits), l2 };
    const told = found("overfitting", values, change, more ? "adviceMore" : change ? "advice" : "adviceLess");
    return rising ? { ...told, words: `${told.words} ${words("diagnosis.overfitting.turned", values)}` } : told;
  }

  const fine = (last) => found("fine", { own: percent(last.train.accuracy), others: percent(last.validation.accuracy) }, null, null);

  groundup.diagnosis = { diagnose };
}
