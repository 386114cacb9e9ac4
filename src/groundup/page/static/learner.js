"use strict";
// A network that learns: made from settings, as groundup.Network is, and taught by the kernel, batch
// by batch, in the order of groundup.training. The same settings give the same bits as there.
//
// What changes a run on its way is an event, {at, eta}: from so many digits on, another learning rate;
// or {at}: a step from one digit alone. Settings and events together are a run: see settings.js.
{
  const { normals, order } = groundup.randomness;

  /** {sizes, activations, cost, w, b} as chance makes it. */
  function made({ hidden, activation, output, cost, seed }) {
    const sizes = [784, ...hidden, 10];
    const activations = [...hidden.map(() => activation), output];
    const he = activation === "relu" && hidden.length > 0;
    const layers = sizes.slice(1).map((count, l) => [count, sizes[l], l]);
    return {
      sizes, activations, cost,
      w: layers.map(([count, inputs, l]) => {
        const narrow = Math.sqrt(he ? inputs / 2 : inputs);
        return Float32Array.from(normals(count * inputs, seed, "w", l), (number) => number / narrow);
      }),
      b: layers.map(([count, , l]) => (he ? new Float32Array(count) : Float32Array.from(normals(count, seed, "b", l)))),
    };
  }

  class Learner {
    #order = null;
    #epoch = 0; // whose order that is

    /** digits: {x, y} to learn from, `x` kept by the kernel. network: one that goes on learning, which
     * has learned for `epochs` elsewhere. */
    constructor(kernel, digits, how, { events = [], network = made(how), epochs = 0 } = {}) {
      Object.assign(this, { kernel, digits, how, events, network, epochs });
      this.at = 0; // digits learned from here
      this.next = 0; // the event that comes next
      this.eta = how.eta;
    }

    /** It has learned from so many digits already, with the events until then. */
    skip(at) {
      this.at = at;
      for (; this.events[this.next]?.at < at || (this.events[this.next]?.at === at && this.events[this.next].eta); this.next++) {
        this.eta = this.events[this.next].eta ?? this.eta;
      }
    }

    /** Whole epochs. */
    get epoch() {
      return Math.floor(this.at / this.how.digits);
    }

    /** Learns from `batches`, or fewer, where an epoch or an event ends them. Their mean cost. */
    learn(batches) {
      let size = batches * this.how.batch;
      for (; this.events[this.next]?.at <= this.at; this.next++) {
        const { eta } = this.events[this.next];
        if (eta) this.eta = eta;
        else return this.#step(1, ++this.next);
      }
      if (this.next < this.events.length) size = Math.min(size, this.events[this.next].at - this.at);
      return this.#step(size);
    }

    #step(size) {
      const { digits, batch, l2, seed } = this.how;
      if (this.#epoch !== this.epochs + this.epoch + 1) {
        this.#epoch = this.epochs + this.epoch + 1;
        this.#order = order(digits, seed, this.#epoch);
      }
      const from = this.at % digits;
      const rows = this.#order.subarray(from, from + size);
      const { w, b, activations, cost } = this.network;
      const { x, y } = this.digits;
      const task = { w, b, activations, cost, x, y, order: rows, batch_size: batch, eta: this.eta, l2 };
      this.latest = rows;
      const costs = this.kernel.run(task);
      this.at += rows.length;
      return costs;
    }

    /** From now on the learning rate is another. What a link had still to bring is gone. */
    change(eta) {
      this.#happens({ at: this.at, eta });
    }

    /** A step from the next digit alone. */
    one() {
      this.#happens({ at: this.at });
      return this.learn(1);
    }

    #happens(event) {
      const last = this.events[this.next - 1];
      if (event.eta && last?.eta && last.at === this.at) this.next--;
      this.events.splice(this.next, Infinity, event);
      if (!event.eta) return;
      this.eta = event.eta;
      this.next++;
    }
  }

  groundup.Learner = Learner;
}
