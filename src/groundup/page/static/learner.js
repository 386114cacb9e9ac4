"use strict";
// A network that learns: made from settings (initialisation.js), and taught by the kernel, batch by batch, in
// the order of groundup.training. The same settings give the same bits as there.
//
// What changes a run on its way is an event, {at, eta}: from so many digits on, another learning rate;
// or {at}: a step from one digit alone. Settings and events together are a run: see settings.js.
{
  const { order } = groundup.randomness;
  const { made } = groundup.initialisation;

  /** No number where one of them is none. */
  function sum(array) {
    let all = 0;
    for (let i = 0; i < array.length; i++) all += array[i];
    return all;
  }

  class Learner {
    static MOST_EPOCHS = 1000; // that a run has on the page
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
      Object.assign(this, { at, next: 0, eta: this.how.eta });
      for (; this.events[this.next]?.at < at || (this.events[this.next]?.at === at && this.events[this.next].eta); this.next++) {
        this.eta = this.events[this.next].eta ?? this.eta;
      }
    }

    /** Whole epochs. */
    get epoch() {
      return Math.floor(this.at / this.how.digits);
    }

    /** What has to be put back so that it is where it is now. */
    mark() {
      return { at: this.at, next: this.next, eta: this.eta, arrays: this.#arrays().map((array) => array.slice()) };
    }

    /** It is where it was, with what is to come. */
    rewind({ arrays, ...place }) {
      this.#arrays().forEach((array, i) => array.set(arrays[i]));
      Object.assign(this, place);
    }

    /** Whether all weights and biases are numbers. */
    sound() {
      return Number.isFinite(this.#arrays().reduce((all, array) => all + sum(array), 0));
    }

    #arrays() {
      return [...this.network.w, ...this.network.b];
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
