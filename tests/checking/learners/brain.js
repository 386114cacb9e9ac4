"use strict";
const readline = require("readline");

function sigmoid(x) {
  return 1 / (1 + Math.exp(-x));
}

class Brain {
  constructor(weights, biases) {
    this.weights = weights;
    this.biases = biases;
  }

  forward(input) {
    this.layers = [input];
    for (let l = 0; l < this.weights.length; l++) {
      const prev = this.layers[l];
      const next = [];
      for (let i = 0; i < this.weights[l].length; i++) {
        let sum = this.biases[l][i];
        for (let j = 0; j < prev.length; j++) sum += this.weights[l][i][j] * prev[j];
        next.push(sigmoid(sum));
      }
      this.layers.push(next);
    }
    return this.layers[this.layers.length - 1];
  }

  backward(target) {
    const grads = { dw: [], db: [] };
    const output = this.layers[this.layers.length - 1];
    let delta = output.map((o, i) => (o - target[i]) * o * (1 - o));
    for (let l = this.weights.length - 1; l >= 0; l--) {
      const prev = this.layers[l];
      grads.db.unshift(delta);
      grads.dw.unshift(delta.map((d) => prev.map((p) => d * p)));
      const back = new Array(prev.length).fill(0);
      for (let i = 0; i < delta.length; i++) {
        for (let j = 0; j < prev.length; j++) back[j] += this.weights[l][i][j] * delta[i];
      }
      delta = back;
    }
    return grads;
  }
}

function average(grads, key, l) {
  const n = grads.length;
  return grads[0][key][l].map((_, i) => {
    const first = grads[0][key][l][i];
    if (!Array.isArray(first)) return grads.reduce((s, g) => s + g[key][l][i], 0) / n;
    return first.map((_, j) => grads.reduce((s, g) => s + g[key][l][i][j], 0) / n);
  });
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line);
  const net = new Brain(message.weights, message.biases);
  const outputs = [];
  const grads = message.inputs.map((input, k) => {
    outputs.push(net.forward(input));
    return net.backward(message.targets[k]);
  });
  const layers = message.weights.map((_, l) => l);
  const dw = layers.map((l) => average(grads, "dw", l));
  const db = layers.map((l) => average(grads, "db", l));
  process.stdout.write(JSON.stringify({ outputs, dw, db }) + "\n");
});
