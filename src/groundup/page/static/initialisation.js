"use strict";
// The weights and biases that a network begins with: by the names of groundup.Network and to its bits; and
// "zero", which that lacks, since nobody trains from it but to see why.
{
  const { normals } = groundup.randomness;
  const INITS = ["scaled", "he", "normal", "zero"];

  /** What suits such a network. */
  const usual = ({ activation, hidden }) => (activation === "relu" && hidden.length > 0 ? "he" : "scaled");

  const NARROW = { scaled: (inputs) => Math.sqrt(inputs), he: (inputs) => Math.sqrt(inputs / 2), normal: () => 1 };

  /** {sizes, activations, cost, w, b} as chance makes it, by settings (settings.js). */
  function made({ hidden, activation, output, cost, seed, init = usual({ activation, hidden }) }) {
    const sizes = [784, ...hidden, 10];
    const zeros = (count) => new Float32Array(count);
    const numbers = (count, name, l, narrow) => Float32Array.from(normals(count, seed, name, l), (number) => number / narrow);
    const layers = sizes.slice(1).map((count, l) => ({ count, inputs: sizes[l], l }));
    return {
      sizes, activations: [...hidden.map(() => activation), output], cost,
      w: layers.map(({ count, inputs, l }) => (init === "zero" ? zeros(count * inputs) : numbers(count * inputs, "w", l, NARROW[init](inputs)))),
      b: layers.map(({ count, l }) => (init === "zero" || init === "he" ? zeros(count) : numbers(count, "b", l, 1))),
    };
  }

  groundup.initialisation = { INITS, usual, made };
}
