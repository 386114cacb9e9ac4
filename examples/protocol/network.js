// A network in JavaScript that `groundup check --command "node network.js"` can ask.

const functions = {
  sigmoid: [(z) => 1 / (1 + Math.exp(-z)), (z, a) => a * (1 - a)],
  tanh: [Math.tanh, (z, a) => 1 - a * a],
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
  linear: [(z) => z, () => 1],
};

// For one sample: its outputs, and the gradients of ½‖a-y‖².
function backprop(w, b, f, x, y) {
  const z = [];
  const a = [x];
  for (let l = 0; l < w.length; l++) {
    z.push(w[l].map((row, j) => row.reduce((sum, weight, i) => sum + weight * a[l][i], b[l][j])));
    a.push(z[l].map(f[l][0]));
  }
  const delta = [];
  let error = a[w.length].map((out, j) => out - y[j]);
  for (let l = w.length - 1; l >= 0; l--) {
    delta[l] = error.map((e, j) => e * f[l][1](z[l][j], a[l + 1][j]));
    error = a[l].map((_, i) => w[l].reduce((sum, row, j) => sum + row[i] * delta[l][j], 0));
  }
  const dw = delta.map((d, l) => d.map((dj) => a[l].map((ai) => dj * ai)));
  return { outputs: a[w.length], dw, db: delta };
}

// Entry by entry through nested lists of one shape.
function combine(f, ...lists) {
  if (!Array.isArray(lists[0])) return f(...lists);
  return lists[0].map((_, k) => combine(f, ...lists.map((list) => list[k])));
}

function answer({ weights, biases, inputs, targets, activation, cost, learning_rate }) {
  if (cost !== "quadratic") return { error: `no cost called ${cost} here` };
  const unknown = activation.find((name) => !functions[name]);
  if (unknown) return { error: `no activation called ${unknown} here` };

  const f = activation.map((name) => functions[name]);
  const samples = inputs.map((x, k) => backprop(weights, biases, f, x, targets[k]));
  const mean = (...numbers) => numbers.reduce((sum, number) => sum + number) / numbers.length;
  const dw = combine(mean, ...samples.map((sample) => sample.dw));
  const db = combine(mean, ...samples.map((sample) => sample.db));
  const step = (parameter, gradient) => parameter - learning_rate * gradient;
  return {
    outputs: samples.map((sample) => sample.outputs),
    dw,
    db,
    weights: combine(step, weights, dw),
    biases: combine(step, biases, db),
  };
}

const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => console.log(JSON.stringify(answer(JSON.parse(line)))));
