"use strict";
// How good a network is, and how its neurons are: numbers for the curves, the confusion matrix, the
// mistakes and the diagnosis.
{
  const MOST = 1000; // of the digits that it learns from, on which a point of the curves is measured
  const PROBES = 200; // digits that the hidden neurons are asked about
  const PICTURES = 12; // mistakes that are shown
  const FLAT = 0.02; // a sigmoid this near to its ends, whose slope there is at most 0.02

  /** `count` rows from the first. */
  const rows = (count) => Int32Array.from({ length: count }, (_, i) => i);

  /** {at, epochs, train, validation}: cost and accuracy on both. */
  function point({ kernel, network, digits, how, at }, validation) {
    const { w, b, activations, cost } = network;
    const measured = ({ x, y }, count) => {
      const found = kernel.evaluate({ w, b, activations, cost, x, y, order: rows(count) });
      return { cost: found.cost, accuracy: found.right / count };
    };
    return {
      at: at / how.digits,
      train: measured(digits, Math.min(how.digits, MOST)),
      validation: measured(validation, validation.y.length),
    };
  }

  /** {of, right, confusion, wrong}: confusion[label][answer] counts; the surest mistakes first. */
  function judged({ kernel, network: { w, b, activations } }, { x, y, pixels }) {
    const outputs = kernel.feedforward({ w, b, activations, x });
    const confusion = Array.from({ length: 10 }, () => new Array(10).fill(0));
    const wrong = [];
    y.forEach((label, i) => {
      const said = outputs.subarray(10 * i, 10 * i + 10);
      const answer = said.reduce((best, output, j) => (output > said[best] ? j : best), 0);
      confusion[label][answer]++;
      if (answer !== label) wrong.push({ label, answer, i, sure: said[answer] });
    });
    const surest = wrong.sort((one, other) => other.sure - one.sure).slice(0, PICTURES);
    for (const one of surest) one.pixels = pixels.slice(784 * one.i, 784 * one.i + 784);
    return { of: y.length, right: y.length - wrong.length, confusion, wrong: surest };
  }

  /** Of each layer: `flat`, the share of activations at the ends of a sigmoid or tanh; `dead`, the neurons
   * that are 0 for every digit (relu); `alike`, whether all neurons have the same weights; `moved` and `size`,
   * how far its weights are from those that it began with, and how large they are, in sizes of these (null
   * where it began with zeros, or nobody knows). start: w of the beginning. */
  function layers({ kernel, network: { w, b, activations } }, { x }, start) {
    return activations.map((name, l) => {
      const task = { w: w.slice(0, l + 1), b: b.slice(0, l + 1), activations: activations.slice(0, l + 1), x };
      const a = kernel.feedforward({ ...task, order: rows(Math.min(PROBES, x.length / 784)) });
      const count = b[l].length;
      const awake = new Array(count).fill(false);
      let flat = 0;
      a.forEach((value, i) => {
        if (value > 0) awake[i % count] = true;
        const share = name === "tanh" ? (value + 1) / 2 : value;
        if (share < FLAT || share > 1 - FLAT) flat++;
      });
      const dead = name === "relu" ? awake.flatMap((is, j) => (is ? [] : [j])) : [];
      return { name, count, flat: flat / a.length, dead, alike: alike(w[l], count), ...travel(w[l], start?.[l]) };
    });
  }

  function alike(w, count) {
    const inputs = w.length / count;
    return w.every((weight, i) => weight === w[i % inputs]);
  }

  function travel(w, start) {
    let [moved, size, first] = [0, 0, 0];
    w.forEach((weight, i) => {
      moved += (weight - start?.[i]) ** 2;
      size += weight ** 2;
      first += start?.[i] ** 2;
    });
    return first > 0 ? { moved: Math.sqrt(moved / first), size: Math.sqrt(size / first) } : { moved: null, size: null };
  }

  groundup.measures = { point, judged, layers };
}
