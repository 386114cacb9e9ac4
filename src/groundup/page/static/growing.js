"use strict";
// Pictures that a network's own gradient makes: the digit it is surest of, grown from nothing; and the
// least change of a drawing that makes it another digit. Both come as films, a picture a step.
{
  const { backward } = groundup;
  const GROWN = 60; // steps
  const PICTURES = 60; // of a film
  const MOST = 300; // steps to another digit
  const STEP = 0.08; // how far a step changes a drawing: the length of its difference
  const SURE = 0.6; // what the output of the other digit comes to
  const within = (value) => Math.min(Math.max(value, 0), 1);
  const lengthOf = (values) => Math.hypot(...values);
  const outputsOf = (network, x) => backward.forward(network, x).a.at(-1);

  /** Each pixel a little like its neighbours: as a pen writes. */
  function smoothed(x) {
    return x.map((value, i) => {
      const [row, column] = [Math.floor(i / 28), i % 28];
      const at = (r, c) => (r >= 0 && r < 28 && c >= 0 && c < 28 ? x[28 * r + c] : 0);
      const beside = at(row - 1, column) + at(row + 1, column) + at(row, column - 1) + at(row, column + 1);
      return 0.8 * value + 0.05 * beside;
    });
  }

  /** Slopes, by every pixel, of how far the z of `digit` leads the others, each of which counts by how
   * near to the first it is: log softmax. */
  function leadSlopes(network, x, digit) {
    const passed = backward.forward(network, x);
    const z = passed.z.at(-1);
    const e = z.map((value) => Math.exp(value - Math.max(...z)));
    const sum = e.reduce((total, value) => total + value, 0);
    const delta = e.map((value, j) => (j === digit ? 1 : 0) - value / sum);
    const first = z.indexOf(Math.max(...z));
    return { slopes: backward.inputSlopes(network, passed, delta), outputs: passed.a.at(-1), first };
  }

  /** The film of a digit that grows from blank paper: [{x, outputs}]. */
  function perfect(network, digit) {
    let x = new Float64Array(784);
    const frames = [{ x, outputs: outputsOf(network, x) }];
    for (let step = 0; step < GROWN; step++) {
      const { slopes } = leadSlopes(network, x, digit);
      const most = slopes.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12);
      x = smoothed(x.map((value, i) => within(value + (0.25 * slopes[i]) / most)));
      frames.push({ x, outputs: outputsOf(network, x) });
    }
    return frames;
  }

  /** The film of a drawing on the shortest way to another digit, as far as the slope at each step shows it:
   * [{x, outputs}]; it ends where the network answers `digit`, or after MOST steps. */
  function change(network, start, digit) {
    let x = Float64Array.from(start);
    const frames = [{ x, outputs: outputsOf(network, x) }];
    for (let step = 0; step < MOST; step++) {
      const { slopes, outputs, first } = leadSlopes(network, x, digit);
      if (first === digit && outputs[digit] >= SURE) break;
      const open = slopes.map((slope, i) => ((slope > 0 && x[i] < 1) || (slope < 0 && x[i] > 0) ? slope : 0));
      const size = lengthOf(open);
      if (size === 0) break;
      x = x.map((value, i) => within(value + (STEP * open[i]) / size));
      frames.push({ x, outputs: outputsOf(network, x) });
    }
    return thinned(frames);
  }

  /** Some of the pictures, the first and the last among them. */
  function thinned(frames) {
    const every = Math.ceil(frames.length / PICTURES);
    return frames.filter((_, i) => i % every === 0 || i === frames.length - 1);
  }

  groundup.growing = { perfect, change };
}
