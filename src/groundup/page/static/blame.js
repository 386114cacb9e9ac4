"use strict";
// What backprop adds to the live diagram: errors at the outputs, the same running back, the curve of each
// neuron with its slope, and what each line is to do.
{
  const { arrows, fixed, formulas, signed } = groundup;
  const { LEAST, label, colourOf, arrow, atOutput, told, sigmoid } = arrows;
  const RUNS = [0, 0.14, 0.28]; // how far behind the first the dots on a line are
  const largest = (values) => Math.max(1e-9, ...values.map(Math.abs));
  const part = (value, from, to) => Math.min(1, Math.max(0, (value - from) / (to - from)));

  /** How much is left of the picture below, at each step. */
  const FADES = {
    guess: { lines: 1, tiles: 1 }, error: { lines: 0.3, tiles: 0.5 }, blame: { lines: 0.22, tiles: 0.5 },
    slope: { lines: 0.22, tiles: 0.08 }, weights: { lines: 0, tiles: 0.6 }, step: { lines: 1, tiles: 1 },
  };

  /** Paints what a step adds: see `living`. shown: {name, share (of the motion, 0–1), lesson, output, neuron}. */
  function paint(pen, shown) {
    const { name, lesson } = shown;
    if (!pen.scene.drawn || !lesson) return;
    ({ guess, error, blame, slope, weights, step })[name](pen, shown);
    if (name !== "guess") arrows.ring(pen, pen.made.outputs[lesson.y]);
  }

  function guess(pen, { output }) {
    atOutput(pen, output, formulas.activation(pen.scene.outputs[output].a), { mark: true });
  }

  /** Of each output, what it says and what it lacks. */
  function error(pen, { share, lesson, output }, moved = share) {
    const { context, made } = pen;
    const { a, error: errors } = lesson.passed;
    made.outputs.forEach(({ y, bar }, k) => {
      const [value, target] = [a[2][k], k === lesson.y ? 1 : 0];
      if (bar) {
        const to = value + (target - value) * moved;
        context.fillStyle = colourOf(pen, errors[1][k]);
        context.fillRect(bar.x + bar.width * Math.min(value, to), y - 4, bar.width * Math.abs(to - value), 8);
      }
    });
    const seen = (k) => Math.abs(errors[1][k]) >= (made.outputs[k].bar ? 0.005 : 0.05) || k === output;
    const order = [...made.outputs.keys()].sort((one, other) => seen(one) - seen(other)); // empty places are cleared first
    for (const k of order) atOutput(pen, k, seen(k) ? signed(errors[1][k]) : "", { mark: k === output, colour: colourOf(pen, errors[1][k]) });
  }

  const upper = ({ lines }) => lines.filter(({ l, k }) => l === 1 && k !== "others");
  const weight = ({ network }, k, j) => network.w[1][network.sizes[1] * k + j];

  /** The errors run back along the lines, times their weights; then each neuron has the sum. */
  function blame(pen, { share, lesson, neuron }) {
    const { context, along, curve, scene, made } = pen;
    const { delta, error: errors } = lesson.passed;
    error(pen, { share: 1, lesson, output: null });
    const sent = (line) => weight(lesson, line.j, line.k) * delta[1][line.j];
    const most = largest(upper(pen).map(sent));
    for (const line of upper(pen)) {
      const value = sent(line);
      const size = Math.abs(value) / most;
      if (size < LEAST) continue;
      if (share > 0.7) curve(line.from, line.to, colourOf(pen, value), 0.6 + 4.5 * size, ((line.k === neuron ? 0.35 : 0.12) + 0.5 * size) * part(share, 0.7, 1));
      for (const late of share < 1 ? RUNS : []) {
        const t = part(share * 1.3 - late, 0, 1);
        if (t === 0 || t === 1) continue;
        const at = along(line, 1 - t);
        context.fillStyle = colourOf(pen, value);
        context.beginPath();
        context.arc(at.x, at.y, 1.5 + 4.5 * Math.sqrt(size), 0, 7);
        context.fill();
      }
    }
    const all = scene.columns[0].units.map(({ j }) => errors[0][j]);
    pen.made.columns[0].slice(0, all.length).forEach((place, i) => told(pen, place, scene.columns[0].units[i].j === neuron, all[i] * part(share, 0.6, 1), largest(all)));
  }

  /** The tiles become curves, each with the place of its neuron on it and the tangent there; where it is flat, the
   * error shrinks to nothing. */
  function slope(pen, { share, lesson, neuron }) {
    const { scene, made } = pen;
    const { error: errors, delta } = lesson.passed;
    const { units } = scene.columns[0];
    error(pen, { share: 1, lesson, output: null });
    const most = largest(units.map(({ j }) => errors[0][j]));
    made.columns[0].slice(0, units.length).forEach((place, i) => {
      const { j, z, a } = units[i];
      sigmoid(pen, place.tile, z, a, share);
      told(pen, place, j === neuron, errors[0][j] + (delta[0][j] - errors[0][j]) * share, most);
    });
  }

  /** Each line as its weight is to change: green grows, pink shrinks. */
  function weights(pen, { share, lesson, output, neuron }) {
    const { curve, lines, scene, along } = pen;
    const { delta, a } = lesson.passed;
    const slopeOf = ({ l, j, k }) => (l === 1 ? delta[1][j] * a[1][k] : delta[0][j]);
    const own = (l) => (l === 1 ? upper(pen) : lines.filter((line) => line.l === 0 && line.size > LEAST));
    for (const l of [0, 1]) {
      const most = largest(own(l).map(slopeOf));
      for (const line of own(l)) {
        const size = Math.abs(slopeOf(line)) / most;
        curve(line.from, line.to, colourOf(pen, slopeOf(line)), (0.4 + (l ? 6 : 2.5) * size) * share, (l ? 0.08 : 0.06) + 0.6 * size);
      }
    }
    error(pen, { share: 1, lesson, output: null });
    const { units } = scene.columns[0];
    pen.made.columns[0].slice(0, units.length).forEach((place, i) => arrow(pen, place.dot, delta[0][units[i].j], largest(units.map(({ j }) => delta[0][j])), 16));
    tellLine(pen, output, neuron, fixed(delta[1][output] * a[1][neuron], 3), along);
  }

  /** The number of the one line that is told. */
  function tellLine(pen, output, neuron, text, along) {
    const line = upper(pen).find(({ j, k }) => j === output && k === neuron);
    if (!line) return;
    const { x, y } = along(line, 0.42);
    label(pen, text, x, y, { mark: true });
  }

  /** After the step: what the output says now, where it was before, and the weight that is told. */
  function step(pen, { share, lesson, output, neuron }) {
    const { context, look, made, along } = pen;
    const { network, passed, stepped, y } = lesson;
    const at = network.sizes[1] * output + neuron;
    tellLine(pen, output, neuron, fixed(network.w[1][at] + (stepped.w[1][at] - network.w[1][at]) * share, 3), along);
    atOutput(pen, y, formulas.activation(pen.scene.outputs[y].a), { mark: true });
    made.outputs.forEach(({ y: middle, bar }, k) => {
      if (!bar || passed.a[2][k] < 0.005) return;
      context.fillStyle = look.ink;
      context.fillRect(bar.x + bar.width * passed.a[2][k] - 1, middle - 8, 2, 16);
    });
  }

  groundup.blame = { FADES, paint };
}
