"use strict";
// What a live diagram says in words and numbers of a place in it, a stop: {kind: "unit", l, j}, {kind: "others", l},
// {kind: "line", l, j, k} (see strands.js) or {kind: "paper"}. Numbers are rounded so that a sum adds up as it is written.
{
  const { contributions, layers, words } = groundup;
  const APART = "\0"; // stands for a value, to find where it is in a sentence
  const minus = (text) => text.replace("-", "−");

  /** A number as it is written in a sum: +1.32, −0.40. */
  const signed = (value, places = 2) => minus(`${value < 0 ? "" : "+"}${value.toFixed(places)}`);
  const plain = (value, places = 2) => minus(value.toFixed(places)).replace(/^−(0\.0*)$/, "$1");

  /** An activation; where it is less than 1, with so many digits that it does not look like 1. */
  function activation(a) {
    if (a >= 1 || a < 0.995) return plain(a);
    const digits = Math.min(5, Math.ceil(-Math.log10(1 - a)) + 1);
    return (Math.floor(a * 10 ** digits) / 10 ** digits).toFixed(digits).replace(/0+$/, "");
  }

  /** The same, short: `most`, where it would look like 1. */
  const short = (a, most = words("living.most")) => (a < 1 && a >= 0.995 ? most : plain(a));

  /** Numbers, rounded so that they add up to their rounded sum; that sum the last of them. */
  function fitting(values, places = 2) {
    const scale = 10 ** places;
    const total = Math.round(scale * values.reduce((sum, value) => sum + value, 0));
    const whole = values.map((value) => Math.floor(scale * value));
    const rest = (i) => scale * values[i] - whole[i];
    const order = [...values.keys()].sort((one, other) => rest(other) - rest(one));
    const missing = total - whole.reduce((sum, value) => sum + value, 0);
    order.slice(0, missing).forEach((i) => whole[i]++);
    return [...whole.map((value) => signed(value / scale, places)), plain(total / scale, places)];
  }

  /** The name of unit j of layer l. */
  function nameOf(network, l, j) {
    const last = network.w.length - 1;
    if (l === last) return words("living.output", { digit: j });
    const kind = layers.seeing(network, l) ? "filterOf" : last > 1 ? "neuronOf" : "neuron";
    return words(`living.${kind}`, { neuron: j + 1, layer: l + 1 });
  }

  const unitOf = ({ columns, outputs, last }, { l, j }) => (l === last ? outputs[j] : columns.find((column) => column.l === l)?.units.find((one) => one.j === j));
  const othersOf = ({ columns }, l) => columns.find((column) => column.l === l)?.others ?? 0;

  /** What adds up to the sum of a unit, as it is written: the neurons that are shown, all others, the bias; and the sum. */
  const partsOf = (one) => fitting([one.shown, one.rest, one.bias]);
  const restOf = (one) => partsOf(one)[1];

  /** The sum of a unit: what there is below it, and its bias. */
  function sumOf(scene, one) {
    const { network } = scene;
    if (one.l === 0) {
      let [excites, inhibits] = [0, 0];
      contributions.products(network, scene.passed, 0, one.j, (_, value) => (value > 0 ? (excites += value) : (inhibits += value)));
      const [f, against, bias, z] = fitting([excites, inhibits, one.bias]);
      return words("living.sumInk", { excites: f, inhibits: against, bias, z });
    }
    const column = scene.columns.find(({ l }) => l === one.l - 1);
    const count = column?.units.length ?? 0;
    const others = contributions.count(network, one.l - 1) - count;
    if (!count || !others) {
      const [shown, bias, z] = fitting([one.shown + one.rest, one.bias]);
      return words("living.sumAll", { shown, bias, z, count: count || others });
    }
    const [shown, rest, bias, z] = partsOf(one);
    return words("living.sumOthers", { shown, rest, bias, z, count, others });
  }

  function unit(scene, stop) {
    const one = unitOf(scene, stop);
    const { network } = scene;
    const seen = layers.seeing(network, one.l);
    const place = Math.floor(one.place / (seen?.count ?? 1));
    return {
      name: words("living.named", { name: nameOf(network, one.l, one.j), value: activation(one.a) }),
      lines: [
        ...(seen ? [words("living.place", { row: Math.floor(place / seen.pooled) + 1, column: (place % seen.pooled) + 1 })] : []),
        sumOf(scene, one),
        words(`living.functions.${network.activations[one.l]}`, { z: plain(one.z), a: activation(one.a) }),
      ],
    };
  }

  function line(scene, { l, j, k }) {
    const { network, passed } = scene;
    const to = unitOf(scene, { l, j });
    const value = k === "others" ? to.rest : to.terms[k];
    const written = k === "others" ? restOf(to) : signed(value);
    const from = k === "others" ? words("living.othersOf", { count: othersOf(scene, l - 1) }) : l === 0 ? words("living.inkOf", {}) : nameOf(network, l - 1, k);
    const name = words("living.adds", { from, to: nameOf(network, l, j), value: written });
    if (k === "others") return { name, lines: [words("living.together", {})] };
    if (l === 0 || !single(network, l)) return { name, lines: [added(scene, l, j, k, value)] };
    const weight = plain(network.w[l][j * network.sizes[l] + k], 3);
    const sentence = (w) => product(w, passed.a[l][k], value);
    return { name, lines: [sentence(weight)], weight, around: sentence(APART).split(APART) };
  }

  /** Whether a line into layer l is one weight. */
  const single = (network, l) => !layers.seeing(network, l) && !layers.seeing(network, l - 1);

  const product = (w, a, value) => words("living.product", { w, a: a < 1 && a >= 0.9995 ? activation(a) : plain(a, 3), value: signed(value) });

  function added(scene, l, j, k, value) {
    let count = 0;
    const parts = l === 0 ? 0 : contributions.count(scene.network, l - 1);
    const squareOf = (i) => contributions.SQUARES * Math.floor(i / 196) + Math.floor((i % 28) / 7);
    contributions.products(scene.network, scene.passed, l, j, (i, product) => (count += product !== 0 && (l === 0 ? squareOf(i) : i % parts) === k));
    return words(l === 0 ? "living.addedInk" : "living.addedPlaces", { count, value: signed(value) });
  }

  /** {name, lines} of a stop; null where it is not shown any more. Of a line that is one weight also {weight, around}:
   * its number, and what stands before and after it. */
  function of(scene, stop) {
    if (stop.kind === "paper") return { name: words("living.paper"), lines: [] };
    if (stop.kind === "others") return { name: words("living.othersOf", { count: othersOf(scene, stop.l) }), lines: othersLines(scene, stop.l) };
    if (!unitOf(scene, stop)) return null;
    return stop.kind === "line" ? line(scene, stop) : unit(scene, stop);
  }

  /** What the others add to the output in question, where they are right below it. */
  function othersLines(scene, l) {
    if (l + 1 !== scene.last || scene.output === null) return [];
    return [words("living.addsTo", { to: nameOf(scene.network, scene.last, scene.output), value: restOf(scene.outputs[scene.output]) })];
  }

  /** The picture in sentences: what the outputs are, and what adds up to the sum of the one in question. */
  function described(scene) {
    const { network, outputs, output, last, columns, drawn } = scene;
    const sizes = layers.written(network);
    if (!drawn) return [words("living.textEmpty", { sizes })];
    const one = outputs[output];
    const below = columns.find(({ l }) => l === last - 1)?.units ?? [];
    return [
      words("living.textOutputs", { sizes, outputs: groundup.listed(outputs.map(({ j, a }) => words("living.textOutput", { digit: j, value: activation(a) }))) }),
      sumOf(scene, one),
      words(`living.functions.${network.activations[last]}`, { z: plain(one.z), a: activation(one.a) }),
      ...below.map((unit) => words("living.textUnit", { name: nameOf(network, unit.l, unit.j), a: activation(unit.a), value: signed(one.terms[unit.j]) })),
    ];
  }

  groundup.formulas = { signed, plain, activation, short, fitting, nameOf, unitOf, single, of, described };
}
