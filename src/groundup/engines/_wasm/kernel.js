"use strict";
// The kernel for JavaScript: an engine (../engine.py) whose tasks run in WebAssembly, in browsers, in
// their workers and in Node. task.js, which says what a task is, comes before this script.
//
//     const kernel = await GroundupKernel.open(bytes); // of kernel.wasm, beside this file
//     const cost = kernel.run({ w, b, activations, cost, x, y, order, batch_size: 10, eta: 3 });
//     const { cost, right } = kernel.evaluate({ w, b, activations, cost, x, y });
//
// It gives the same bits as the kernel of Python's package does in its baseline variant.
{
  const { ACTIVATIONS, COSTS, OPTIMISERS, Kept, newState, checked, expect } = GroundupTask;
  const [GRADIENT, NONE] = [OPTIMISERS.length, OPTIMISERS.length + 1]; // as in kernel.h
  const chunk = ({ sides }) => (sides ? 32 : 256); // samples computed at once where nobody takes steps, as in module.c
  const RAN = 0;

  class Kernel {
    /** From kernel.wasm's bytes, an ArrayBuffer or a Uint8Array. */
    static async open(bytes) {
      const { instance } = await WebAssembly.instantiate(bytes);
      instance.exports._initialize();
      return new Kernel(instance.exports);
    }

    constructor(exports) {
      this.exports = exports;
      this.fields = fieldsOf(exports);
    }

    /** Copies an array, for x, into the kernel's memory once for many calls, until `drop`. */
    keep(array) {
      return new Kept(new Call(this).put(array), array);
    }

    drop(kept) {
      this.exports.release(kept.pointer);
    }

    /** Learns from the samples in the task's order, once each; changes w, b and state in place. The
     *  mean of the samples' costs, without L2, each just before its batch's step. */
    run(given) {
      const task = taught(given);
      const state = task.state ?? newState("sgd", task.w, task.b);
      const rates = Object.fromEntries(RATES.map((name) => [name, task[name]]));
      const optimiser = OPTIMISERS.indexOf(task.optimiser);
      const made = this.#call(task, { ...rates, optimiser }, { parameters: true, state });
      state.steps = made.state_steps;
      return made.cost_sum / made.weight_sum;
    }

    /** The mean cost, without L2 and dropout, and how many samples are right. */
    evaluate(given) {
      const task = taught(given);
      const made = this.#call(task, { optimiser: NONE, batch_size: chunk(task) });
      return { cost: made.cost_sum / made.weight_sum, right: made.right };
    }

    /** The outputs, a row a sample, in a Float32Array. */
    feedforward(given) {
      const task = { ...checked(given), y: null };
      const out = new Float32Array(task.count * task.sizes.at(-1));
      this.#call(task, { optimiser: NONE, batch_size: chunk(task) }, { out });
      return out;
    }

    /** { dw, db }, like w and b: the mean over samples of the cost's gradient, without L2. */
    gradients(given) {
      const task = { ...taught(given), dropout: null };
      const state = newState("momentum", task.w, task.b);
      this.#call(task, { optimiser: GRADIENT, batch_size: chunk(task) }, { state });
      return { dw: state.w[0], db: state.b[0] };
    }

    /** Runs a task with these numbers. What comes of it goes into w and b where `parameters`, into
     *  `state` and `out`; the rest is returned. */
    #call(task, numbers, { parameters = false, state = null, out = null } = {}) {
      const call = new Call(this);
      try {
        const place = call.take(this.fields.size);
        const arrays = call.arrays(task, parameters, state, out);
        const { count } = task;
        call.write(place, { layers: task.w.length, count, threads: 1, ...numbers, ...arrays });
        const ended = this.exports.run(place);
        expect(ended === RAN, "the browser", "memory for the network and a batch", "none");
        call.copyBack();
        return call.read(place, ["cost_sum", "weight_sum", "right", "state_steps"]);
      } finally {
        call.end();
      }
    }
  }

  const RATES = ["batch_size", "eta", "l2", "l2_shared", "momentum", "beta1", "beta2", "epsilon", "epsilon_hat", "dropout_as_is"];

  function taught(given) {
    const task = checked(given);
    expect(task.y !== null, "y", "labels or targets", task.y);
    return task;
  }

  /** Where each field of a Task is and what it holds, by name, and a Task's size: see exports.c. */
  function fieldsOf({ memory, fields }) {
    const view = new DataView(memory.buffer);
    const found = {};
    for (let place = fields(); ; place += 12) {
      const [name, offset, kind] = [0, 4, 8].map((at) => view.getUint32(place + at, true));
      if (name === 0) return { ...found, size: offset };
      found[text(view, name)] = { offset, kind: String.fromCharCode(kind) };
    }
  }

  function text(view, place) {
    const end = new Uint8Array(view.buffer).indexOf(0, place);
    return String.fromCharCode(...new Uint8Array(view.buffer, place, end - place));
  }

  /** The labels of these rows. (A loop is much faster than a function for each.) */
  function chosen(labels, rows) {
    const found = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) found[i] = labels[rows[i]];
    return found;
  }

  /** The memory of one call, and what goes in and comes out. (Views of the memory are made anew each
   *  time: it may have grown, and then they are empty.) */
  class Call {
    constructor({ exports, fields }) {
      this.exports = exports;
      this.fields = fields;
      this.taken = [];
      this.results = [];
    }

    take(size) {
      const pointer = this.exports.allocate(Math.max(size, 1)) >>> 0;
      expect(pointer !== 0, "the browser", `${size} bytes of memory`, "none");
      this.taken.push(pointer);
      return pointer;
    }

    view(pointer, { constructor, length }) {
      return new constructor(this.exports.memory.buffer, pointer, length);
    }

    put(array, changes = false) {
      const pointer = this.take(array.byteLength);
      this.view(pointer, array).set(array);
      if (changes) this.results.push([pointer, array]);
      return pointer;
    }

    /** An array of pointers to these arrays. */
    putAll(arrays, changes) {
      return this.put(Uint32Array.from(arrays, (array) => (array ? this.put(array, changes) : 0)));
    }

    /** As int64, which small numbers are where every second half is 0. */
    putWholes(numbers) {
      const halves = new Int32Array(2 * numbers.length);
      for (let i = 0; i < numbers.length; i++) halves[2 * i] = numbers[i];
      return this.put(halves);
    }

    /** A task's arrays, by the names of their fields. */
    arrays({ sizes, sides, w, b, activations, x, cost, y, order, dropout, ...task }, parameters, state, out) {
      const kept = x instanceof Kept ? x : new Kept(this.put(x), x);
      const memories = (arrays) => w.flatMap((_, l) => [arrays[0]?.[l], arrays[1]?.[l]]);
      const labels = y !== null && !(y instanceof Float32Array);
      return {
        sizes: this.putWholes(sizes),
        ...(sides && { sides: this.putWholes(sides) }),
        w: this.putAll(w, parameters),
        b: this.putAll(b, parameters),
        activations: this.put(Int32Array.from(activations, (name) => ACTIVATIONS.indexOf(name))),
        x: kept.pointer,
        x_is_bytes: Number(kept.isBytes),
        ...(y && { cost: COSTS.indexOf(cost) }),
        ...(y && labels && { labels: this.putWholes(order ? chosen(y, order) : y) }),
        ...(y && !labels && { targets: this.put(y) }),
        ...(order && { order: this.putWholes(order) }),
        ...(task.sample_weights && { sample_weights: this.put(task.sample_weights) }),
        ...(state && { state_w: this.putAll(memories(state.w), true) }),
        ...(state && { state_b: this.putAll(memories(state.b), true), state_steps: state.steps }),
        ...(dropout && { dropout: this.put(Float64Array.from(dropout)) }),
        ...(dropout && { dropout_streams: this.put(BigUint64Array.from(task.dropout_streams, BigInt)) }),
        ...(out && { out: this.put(out, true) }),
      };
    }

    write(task, values) {
      const view = new DataView(this.exports.memory.buffer, task);
      for (const [name, value] of Object.entries(values)) {
        const { offset, kind } = this.fields[name];
        if (kind === "i") view.setInt32(offset, value, true);
        else if (kind === "q") view.setBigInt64(offset, BigInt(value), true);
        else if (kind === "d") view.setFloat64(offset, value, true);
        else view.setUint32(offset, value, true);
      }
    }

    read(task, names) {
      const view = new DataView(this.exports.memory.buffer, task);
      const value = ({ offset, kind }) =>
        kind === "d" ? view.getFloat64(offset, true) : Number(view.getBigInt64(offset, true));
      return Object.fromEntries(names.map((name) => [name, value(this.fields[name])]));
    }

    copyBack() {
      for (const [pointer, array] of this.results) array.set(this.view(pointer, array));
    }

    end() {
      this.taken.forEach((pointer) => this.exports.release(pointer));
    }
  }

  globalThis.GroundupKernel = Kernel;
  Kernel.newState = newState;
}
