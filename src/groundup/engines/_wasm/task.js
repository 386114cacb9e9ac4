"use strict";
// A task for kernel.js: one call of the engine, with the fields of Python's `Task` (../engine.py), by
// the same names and with the same meanings and defaults. What does not fit is refused by a RangeError,
// before anything is touched.
//
//     w, b            for each layer a Float32Array: n_out × n_in numbers, a row after the other, and
//                     n_out; their lengths say how large the layers are …
//     shapes          … unless the first of them convolve: then the shape of each w, [n_out, n_in], or
//                     [n_out, c, k, k] of a convolution, with the 2×2 pool after it
//     x               a Uint8Array of pixels or a Float32Array, a row after the other; or either of
//                     them kept (kernel.js)
//     y               labels, as integers, or a Float32Array of targets, a row after the other
//     order           rows of x, as integers
//     sample_weights  a Float32Array
//     state           from `newState`, changed in place
//
// There is one thread, and no progress: who wants to see some takes slices of an epoch's order.
{
  const HIDDEN = ["sigmoid", "tanh", "relu", "linear"];
  const ACTIVATIONS = [...HIDDEN, "softmax", "exponential"]; // in kernel.h's order …
  const FITTING = { quadratic: HIDDEN, "cross-entropy": ["sigmoid", "softmax"], poisson: ["exponential"] };
  const COSTS = Object.keys(FITTING); // … as are these
  const OPTIMISERS = ["sgd", "momentum", "nesterov", "adam"];
  const ARRAYS_OF_STATE = { sgd: 0, momentum: 1, nesterov: 1, adam: 2 };
  const RATES = { eta: 3, l2: 0, momentum: 0.9, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const FLAGS = { l2_shared: false, epsilon_hat: false, dropout_as_is: false };
  const OPTIONAL = ["shapes", "cost", "y", "order", "sample_weights", "state", "dropout", "dropout_streams"];
  const DEFAULTS = {
    ...Object.fromEntries(["w", "b", "activations", "x", ...OPTIONAL].map((name) => [name, null])),
    ...{ batch_size: 10, optimiser: "sgd", ...RATES, ...FLAGS },
  };

  /** An array in the kernel's memory: see `Kernel.keep`. */
  class Kept {
    constructor(pointer, array) {
      this.pointer = pointer;
      this.length = array.length;
      this.isBytes = array instanceof Uint8Array;
    }
  }

  /** What an optimiser remembers before its first step, for weights and biases like these. */
  function newState(optimiser, w, b) {
    oneOf(OPTIMISERS, optimiser, "optimiser");
    const zeros = (arrays) => arrays.map(({ length }) => new Float32Array(length));
    const copies = (arrays) => Array.from({ length: ARRAYS_OF_STATE[optimiser] }, () => zeros(arrays));
    return { w: copies(w), b: copies(b), steps: 0 };
  }

  /** A task whole: with its defaults, and with `sizes` (numbers that each layer puts out, inputs first),
   *  `sides` (of the pictures that these are, 0 where they are none; null where nothing convolves), `rows`
   *  (of x) and `count` (of samples in the order). */
  function checked(given) {
    for (const name of Object.keys(given)) oneOf(Object.keys(DEFAULTS), name, "task");
    const task = { ...DEFAULTS, ...given };
    checkNetwork(task);
    task.sides = checkedSides(task.shapes);
    task.sizes = sizesOf(task);
    checkSamples(task);
    if (task.y !== null) checkTargets(task);
    checkLearning(task);
    return task;
  }

  function expect(condition, name, expected, got) {
    if (!condition) throw new RangeError(`${name}: expected ${expected}, got ${got}`);
  }

  function oneOf(names, name, what) {
    expect(names.includes(name), what, `one of ${names.join(", ")}`, name);
  }

  function floats(array, length, name) {
    const got = `${array?.length} in ${array?.constructor.name}`;
    expect(array instanceof Float32Array && array.length === length, name, `${length} numbers in a Float32Array`, got);
  }

  /** Integers 0 … limit - 1, and `length` of them where that is said. */
  function wholes(numbers, limit, length, name) {
    expect(numbers.length === (length ?? numbers.length), name, `${length} numbers`, numbers.length);
    for (let i = 0; i < numbers.length; i++)
      if (!(Number.isInteger(numbers[i]) && numbers[i] >= 0 && numbers[i] < limit))
        expect(false, `${name}[${i}]`, `0 to ${limit - 1}`, numbers[i]);
  }

  const product = (numbers) => numbers.reduce((all, number) => all * number, 1);

  function checkNetwork({ w, b, shapes, activations }) {
    expect(w?.length >= 1, "w", "an array for each layer", w?.length);
    expect(b?.length === w.length, "b", `${w.length} arrays, one for each of w`, b?.length);
    expect(activations?.length === w.length, "activations", `${w.length} names`, activations?.length);
    expect(shapes === null || shapes.length === w.length, "shapes", `${w.length}, one for each of w`, shapes?.length);
    let inputs = Math.floor(w[0].length / b[0].length);
    for (let l = 0; l < w.length; l++) {
      const shape = shapes?.[l] ?? [b[l].length, inputs];
      expect(shape.every((size) => Number.isInteger(size) && size >= 1), `w[${l}]`, "inputs and outputs", shapes ? shape : w[l].length);
      floats(b[l], shape[0], `b[${l}]`);
      floats(w[l], product(shape), `w[${l}]`);
      oneOf(l < w.length - 1 ? HIDDEN : ACTIVATIONS, activations[l], `activations[${l}]`);
      inputs = shape[0];
    }
  }

  /** Pictures are square, and grow from the last, which the first layer that does not convolve sees, back to
   *  the first. */
  function checkedSides(shapes) {
    if (shapes === null || shapes[0].length === 2) return null;
    const count = shapes.findIndex(({ length }) => length !== 4);
    expect(count > 0, "shapes", "[n_out, n_in] last", shapes.at(-1));
    for (let l = 0; l < shapes.length; l++) {
      const fits = l < count ? [null, shapes[l - 1]?.[0], null, shapes[l][2]] : [null, l > count ? shapes[l - 1][0] : null];
      const right = shapes[l].length === fits.length && shapes[l].every((size, i) => size === (fits[i] ?? size));
      expect(right, `shapes[${l}]`, `a shape that fits what is below, ${l ? shapes[l - 1] : "a picture"}`, shapes[l]);
    }
    const pixels = shapes[count][1] / shapes[count - 1][0];
    let side = Math.round(Math.sqrt(pixels));
    expect(side * side === pixels, `shapes[${count}]`, `inputs for a square picture of ${shapes[count - 1][0]} channels`, shapes[count]);
    const sides = new Array(shapes.length + 1).fill(0);
    for (let l = count; l >= 0; l--) {
      expect(side * side * (shapes[l - 1]?.[0] ?? shapes[0][1]) < 2 ** 31, `shapes[${l}]`, "fewer than 2^31 numbers in a picture", side);
      sides[l] = side;
      if (l > 0) side = 2 * side + shapes[l - 1][2] - 1;
    }
    return sides;
  }

  function sizesOf({ w, b, shapes, sides }) {
    const inputs = sides ? sides[0] ** 2 * shapes[0][1] : w[0].length / b[0].length;
    return [inputs, ...b.map(({ length }, l) => length * (sides?.[l + 1] || 1) ** 2)];
  }

  function checkSamples(task) {
    const { x, order, sample_weights: weights, sizes } = task;
    const typed = [Uint8Array, Float32Array, Kept].some((type) => x instanceof type);
    expect(typed, "x", "a Uint8Array, a Float32Array, or either of them kept", x?.constructor.name);
    task.rows = x.length / sizes[0];
    expect(Number.isInteger(task.rows), "x", `rows of ${sizes[0]}`, `${x.length} numbers`);
    if (order !== null) wholes(order, task.rows, null, "order");
    task.count = order === null ? task.rows : order.length;
    if (weights === null) return;
    floats(weights, task.rows, "sample_weights");
    weights.forEach((weight, i) => expect(weight >= 0 && weight < Infinity, `sample_weights[${i}]`, "0 or more", weight));
  }

  function checkTargets({ cost, y, activations, sizes, rows }) {
    const last = activations.at(-1);
    oneOf(COSTS, cost, "cost");
    oneOf(FITTING[cost], last, `the last of activations, with cost ${cost}`);
    if (y instanceof Float32Array) floats(y, rows * sizes.at(-1), "y");
    else wholes(y, sizes.at(-1), rows, "y");
  }

  function checkLearning(task) {
    const { optimiser, state, w, b, dropout, dropout_streams: streams, batch_size: size } = task;
    oneOf(OPTIMISERS, optimiser, "optimiser");
    expect(Number.isInteger(size) && size >= 1, "batch_size", "1 or more", size);
    for (const name of Object.keys(RATES)) expect(Number.isFinite(task[name]), name, "a number", task[name]);
    for (const name of Object.keys(FLAGS)) expect(typeof task[name] === "boolean", name, "true or false", task[name]);
    const needed = ARRAYS_OF_STATE[optimiser];
    expect(needed === 0 || state, "state", `that of ${optimiser}, from newState`, state);
    for (let s = 0; s < needed; s++)
      for (let l = 0; l < w.length; l++) {
        floats(state.w[s]?.[l], w[l].length, `state.w[${s}][${l}]`);
        floats(state.b[s]?.[l], b[l].length, `state.b[${s}][${l}]`);
      }
    if (dropout === null) return;
    expect(dropout.length === w.length, "dropout", `${w.length} probabilities`, dropout.length);
    expect(streams?.length === w.length, "dropout_streams", `${w.length} BigInts`, streams?.length);
    dropout.forEach((p, l) => expect(p >= 0 && p < 1, `dropout[${l}]`, "0 or more and less than 1", p));
  }

  globalThis.GroundupTask = { ACTIVATIONS, COSTS, OPTIMISERS, DEFAULTS, Kept, newState, checked, expect };
}
