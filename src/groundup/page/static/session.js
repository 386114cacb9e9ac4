"use strict";
// A training, wherever it runs: a learner with what is measured of it on its way. A step that leads to no
// numbers is taken back.
{
  const { Learner, initialisation, measures } = groundup;
  const EXPLODED = 1000; // a cost, or a cost as many times that of the beginning
  const SHOWN = 10; // digits of the last batch

  /** After how many digits a point is measured within epochs: often at first. */
  function planned(samples) {
    const found = [];
    for (let check = 100; check < samples; check *= 1.5) found.push(Math.floor(check));
    for (let quarter = 5; quarter < 12; quarter++) if (quarter % 4) found.push(Math.floor((quarter * samples) / 4));
    return found;
  }

  class Session {
    #told = 0; // points that a look has told

    /** data: {train, validation}, each {x, y, pixels}, `x` kept by the kernel. network: one that goes on, `own`
     * where chance with these settings did not make it; points: those until `at`. */
    constructor(kernel, { train, validation }, how, { events, network, epochs, at = 0, points = [], own = false } = {}) {
      Object.assign(this, { validation, how, points: [...points], own, diverged: false });
      this.learner = new Learner(kernel, train, how, { events, network, epochs });
      this.learner.skip(at);
      if (at === 0) this.start = this.learner.network.w.map((array) => array.slice());
      else if (!own) this.start = initialisation.made(how).w;
      this.checks = planned(how.digits).filter((check) => check > at);
      if (!points.length) this.measure();
    }

    get at() {
      return this.learner.at;
    }

    measure() {
      const point = measures.point(this.learner, this.validation);
      if (!Number.isFinite(point.train.cost + point.validation.cost)) return;
      if (this.points.at(-1)?.at === point.at) this.points.pop();
      this.#told = Math.min(this.#told, this.points.length);
      this.points.push(point);
    }

    /** It rests: what is said of it is said of the network as it is now. */
    rest() {
      if (this.points.at(-1)?.at !== this.at / this.how.digits) this.measure();
    }

    /** Learns from so many batches, or fewer; how many digits. */
    learn(batches) {
      return this.#steps((learner) => learner.learn(batches));
    }

    /** A step from the next digit alone. */
    one() {
      return this.#steps((learner) => learner.one());
    }

    /** Where steps lead to no numbers, they are taken again one by one, until the one that does so. */
    #steps(take) {
      const { learner } = this;
      const { epoch, at } = learner;
      const before = learner.mark();
      const cost = take(learner);
      if (this.#exploded(cost)) this.#takeBack(before);
      const passed = this.checks.filter((check) => check <= learner.at).length;
      this.checks.splice(0, passed);
      if (passed || learner.epoch > epoch) this.measure();
      return learner.at - at;
    }

    #takeBack(mark) {
      const { learner } = this;
      const end = learner.at;
      this.diverged = true;
      learner.rewind(mark);
      for (let last = mark; learner.at < end; last = learner.mark()) {
        if (this.#exploded(learner.learn(1))) return learner.rewind(last);
      }
    }

    #exploded(cost) {
      return !(cost <= EXPLODED * Math.max(1, this.points[0]?.train.cost ?? 1)) || !this.learner.sound();
    }

    /** What there is to see of it, all of it copied: what training.js makes its state of. */
    look() {
      const { learner, validation, points, diverged } = this;
      const { w, b, ...about } = learner.network;
      const copied = (arrays) => arrays.map((array) => array.slice());
      const [from, { pixels, y }] = [this.#told, learner.digits];
      this.#told = points.length;
      return {
        at: learner.at, eta: learner.eta, events: learner.events, diverged,
        network: { ...about, w: copied(w), b: copied(b) },
        from, points: points.slice(from),
        judged: measures.judged(learner, validation),
        layers: measures.layers(learner, validation, this.start),
        batch: [...(learner.latest ?? [])].slice(-SHOWN).map((row) => ({ pixels: pixels.slice(784 * row, 784 * row + 784), label: y[row] })),
      };
    }
  }

  groundup.Session = Session;
}
