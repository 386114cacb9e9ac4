"use strict";
// Where a number of backprop comes from: what it is called, its rule with the numbers put in, and which
// other numbers made it.
{
  const { words } = groundup;
  const number = (value) => groundup.number(value);
  const MOST = 4; // terms of a sum that are written out
  const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));

  /** The largest of `count` terms, [{index, one, other, value}]. */
  function largest(count, term) {
    const all = Array.from({ length: count }, (_, index) => ({ index, ...term(index) }));
    for (const one of all) one.value = one.one * one.other;
    return all.sort((one, other) => Math.abs(other.value) - Math.abs(one.value)).slice(0, MOST).filter(({ value }) => value !== 0);
  }

  const written = (terms, left, right) => terms.map(({ index, one, other, value }) => `${left(index)} · ${right(index)} = ${number(one)} · ${factor(other)} = ${number(value)}`);

  /** {name, value, rule, terms, from} of a number: `terms` are lines, the largest of a sum; `from` are
   * numbers by their strip, [{strip: "z0", index}]. */
  const rules = {
    z(network, { z, a }, l, j) {
      const inputs = network.sizes[l];
      const terms = largest(inputs, (k) => ({ one: network.w[l][j * inputs + k], other: a[l][k] }));
      const bias = network.b[l][j];
      return {
        name: `z[${l}][${j}]`, value: z[l][j],
        rule: `Σₖ w[${l}][${j}][k] · a[${l}][k] + b[${l}][${j}] = ${number(z[l][j] - bias)} + ${factor(bias)}`,
        terms: [...written(terms, (k) => `w[${l}][${j}][${k}]`, (k) => `a[${l}][${k}]`), words("backprop.of", { count: inputs })],
        from: terms.map(({ index }) => ({ strip: `a${l}`, index })),
      };
    },
    a(network, { z, a }, l, j) {
      const f = network.activations[l];
      const put = f === "softmax" ? `exp(z[${l}][${j}]) / Σₖ exp(z[${l}][k])` : `${f}(${number(z[l][j])})`;
      const from = f === "softmax" ? Array.from(z[l], (_, index) => ({ strip: `z${l}`, index })) : [{ strip: `z${l}`, index: j }];
      return { name: `a[${l + 1}][${j}]`, value: a[l + 1][j], rule: put, terms: [], from };
    },
    error(network, { a, error }, l, j, y) {
      return {
        name: `error[${j}]`, value: error[l][j],
        rule: `a[${l + 1}][${j}] − y[${j}] = ${number(a[l + 1][j])} − ${number(y[j])}`,
        terms: [], from: [{ strip: `a${l + 1}`, index: j }],
      };
    },
    sent(network, { error, delta }, l, j) {
      const count = network.sizes[l + 1];
      const terms = largest(network.sizes[l + 2], (k) => ({ one: network.w[l + 1][k * count + j], other: delta[l + 1][k] }));
      return {
        name: `error[${j}]`, value: error[l][j],
        rule: `Σₖ w[${l + 1}][k][${j}] · delta[${l + 1}][k]`,
        terms: [...written(terms, (k) => `w[${l + 1}][${k}][${j}]`, (k) => `delta[${l + 1}][${k}]`), words("backprop.of", { count: network.sizes[l + 2] })],
        from: Array.from(delta[l + 1], (_, index) => ({ strip: `delta${l + 1}`, index })),
      };
    },
    delta(network, { z, error, slope, delta }, l, j) {
      const cancelled = slope[l] === null;
      return {
        name: `delta[${l}][${j}]`, value: delta[l][j],
        rule: cancelled ? `error[${j}]` : `error[${j}] · f_prime(z[${l}][${j}]) = ${number(error[l][j])} · ${factor(slope[l][j])}`,
        terms: [],
        from: [{ strip: `error${l}`, index: j }, ...(cancelled ? [] : [{ strip: `z${l}`, index: j }])],
      };
    },
    dw(network, { a, delta }, l, index) {
      const inputs = network.sizes[l];
      const [j, k] = [Math.floor(index / inputs), index % inputs];
      return {
        name: `dw[${l}][${j}][${k}]`, value: delta[l][j] * a[l][k],
        rule: `delta[${l}][${j}] · a[${l}][${k}] = ${number(delta[l][j])} · ${factor(a[l][k])}`,
        terms: [], from: [{ strip: `delta${l}`, index: j }, { strip: `a${l}`, index: k }],
      };
    },
    db(network, { delta }, l, j) {
      return { name: `db[${l}][${j}]`, value: delta[l][j], rule: `delta[${l}][${j}]`, terms: [], from: [{ strip: `delta${l}`, index: j }] };
    },
  };
  rules.delta_last = rules.delta;

  groundup.sources = rules;
}
