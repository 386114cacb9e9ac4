"use strict";
// What the second stop of the Backprop tab says at each of its six steps, with the numbers of the drawing. All
// of them are computed.
{
  const { backward, fixed, formulas, marked, phrase, signed, words } = groundup;
  const STEPS = ["guess", "error", "blame", "slope", "weights", "step"];
  const FORWARDS = ["# Forwards", "a.append("];
  const BACKWARDS = ["# Backwards", "db ="];
  const STEP = ["def step(", "return [wi"];
  const CLEAR = 0.02; // a cost below which there is hardly an error to see
  const factor = (value, places = 2) => (value < 0 ? `(${fixed(value, places)})` : fixed(value, places));
  const best = (outputs) => outputs.indexOf(Math.max(...outputs));

  /** Backprop on inputs x with the answer y, and what a step with the rate eta makes of it: what this stop shows. */
  function lesson(network, x, y, eta) {
    const targets = backward.target(y);
    const passed = backward.pass(network, x, targets);
    const stepped = backward.stepped(network, passed, eta);
    const after = backward.forward(stepped, x);
    const cost = ({ a }) => backward.costOf(network, a.at(-1), targets);
    return { network, x, y, eta, passed, stepped, after, cost: cost(passed), then: cost(after), dw: passed.dw(1) };
  }

  const weight = ({ network }, k, j) => network.w[1][network.sizes[1] * k + j];

  /** What stands beside the picture: see `lecture`. state: {step, lesson, output, neuron, steps}, the output and
   * the hidden neuron that are looked at; scene: of the picture; another: a button for one more step. */
  function said({ step, lesson: now, output: k, neuron: j, steps }, scene, another) {
    const name = STEPS[step];
    if (!now) return { chip: name, title: words(`own.titles.${name}`), paragraphs: [[words("own.empty")]], python: [{}, ...FORWARDS] };
    const made = { guess, error, blame, slope, weights, step: taken }[name](now, k, j, { scene, steps });
    return { chip: name, title: words(`own.titles.${name}`), ...made, answers: name === "step" ? [another] : [] };
  }

  function guess({ passed, cost, y }, k, j, { scene }) {
    const one = scene.outputs[k];
    const { units, others } = scene.columns[0];
    const [shown, rest, bias, z] = formulas.fitting([one.shown, one.rest, one.bias]);
    const a = formulas.activation(one.a);
    const reads = best(passed.a[2]);
    return {
      paragraphs: [phrase("own.guess.say", { digit: k, value: marked(a) }), phrase(reads !== y ? "own.guess.wrong" : cost < CLEAR ? "own.guess.clear" : "own.guess.unsure", { reads: groundup.a(reads), should: groundup.a(y) })],
      sums: [[`z[1][${k}] = ${words("own.guess.sum", { shown, count: units.length, rest, others, bias })} = ${z}`], [`a[2][${k}] = σ(${z}) = `, marked(a)]],
      python: [{ "z.append(": "", "a.append(": a }, ...FORWARDS],
    };
  }

  function error({ passed, y }, k) {
    const [a, target] = [passed.a[2][k], k === y ? 1 : 0];
    const [difference, delta] = [fixed(passed.error[1][k]), fixed(passed.delta[1][k], 3)];
    return {
      paragraphs: [phrase("own.error.say", { digit: y }), phrase("own.error.slope")],
      sums: [[`error[${k}] = ${fixed(a)} − ${target} = `, marked(difference)], [`delta[1][${k}] = ${factor(passed.error[1][k], 3)} · ${fixed(a, 3)} · (1 − ${fixed(a, 3)}) = `, marked(delta)]],
      python: [{ "error = each(": difference, "delta = {last": delta }, ...BACKWARDS],
    };
  }

  function blame(now, k, j) {
    const { passed: { error: [errors], delta: [, deltas] } } = now;
    const part = (digit) => weight(now, digit, j) * deltas[digit];
    const loudest = [...deltas.keys()].sort((one, other) => Math.abs(part(other)) - Math.abs(part(one)));
    const [first, second] = [k, loudest.find((digit) => digit !== k)];
    const parts = [part(first), part(second)];
    const [one, two, rest, sum] = formulas.fitting([...parts, errors[j] - parts[0] - parts[1]], 3);
    return {
      paragraphs: [phrase("own.blame.say"), phrase(errors[j] < 0 ? "own.blame.more" : "own.blame.less")],
      sums: [
        [`w[1][${first}][${j}] · delta[1][${first}] = ${fixed(weight(now, first, j))} · ${factor(deltas[first], 3)} = ${one}`],
        [`error[${j}] = ${words("own.blame.sum", { one, first, two, second, rest })} = `, marked(sum)],
      ],
      python: [{ "error = product(": sum }, ...BACKWARDS],
    };
  }

  function slope({ passed: { error: [errors], slope: [slopes], delta: [deltas], a: [, a] } }, k, j) {
    const value = fixed(deltas[j], 3);
    return {
      paragraphs: [phrase("own.slope.say"), phrase(slopes[j] < 0.05 ? "own.slope.flat" : "own.slope.steep", { slope: fixed(slopes[j], 4) })],
      sums: [[`f_prime = a · (1 − a) = ${fixed(a[j], 4)} · ${fixed(1 - a[j], 4)} = ${fixed(slopes[j], 4)}`], [`delta[0][${j}] = ${factor(errors[j], 3)} · ${fixed(slopes[j], 4)} = `, marked(value)]],
      python: [{ "delta[l] =": value }, ...BACKWARDS],
    };
  }

  function weights({ network, passed: { delta: [, deltas], a: [, a] }, dw }, k, j) {
    const value = fixed(dw[network.sizes[1] * k + j], 3);
    const count = network.w.reduce((sum, part) => sum + part.length, 0);
    return {
      paragraphs: [phrase("own.weights.say"), phrase("own.weights.all", { count: count.toLocaleString(document.documentElement.lang) })],
      sums: [[`dw[1][${k}][${j}] = delta[1][${k}] · a[1][${j}]`], [`= ${factor(deltas[k], 3)} · ${fixed(a[j], 3)} = `, marked(value)]],
      python: [{ "dw =": value, "db =": "" }, ...BACKWARDS],
    };
  }

  function taken(now, k, j, { steps }) {
    const { network, passed, after, y, eta, dw, cost, then } = now;
    const at = network.sizes[1] * k + j;
    const [reads, readsThen] = [best(passed.a[2]), best(after.a[2])];
    const value = fixed(now.stepped.w[1][at], 3);
    const put = { digit: y, before: fixed(passed.a[2][y]), after: marked(fixed(after.a[2][y])), reads, then: readsThen, steps };
    return {
      paragraphs: [phrase(steps === 1 ? "own.step.one" : "own.step.many", put), phrase(reads === readsThen ? "own.step.same" : "own.step.other", put)],
      sums: [
        [`w[1][${k}][${j}] = ${fixed(network.w[1][at], 3)} − ${eta} · ${factor(dw[at], 3)} = `, marked(value)],
        phrase("lecture.cost", { was: fixed(cost, 3), now: marked(fixed(then, 3)) }),
      ],
      python: [{ "return [wi": value }, ...STEP],
    };
  }

  /** The numbers of the picture in words: of each output, or of each hidden neuron that is shown. */
  function described({ step, lesson: now }, scene) {
    const name = STEPS[step];
    const { a, error: errors, delta } = now.passed;
    const outputs = { guess: a[2], error: errors[1], step: now.after.a[2] }[name];
    const hidden = { blame: errors[0], slope: delta[0] }[name];
    const said = outputs
      ? [...outputs].map((value, digit) => words("own.described.output", { digit, value: signed(value) }))
      : scene.columns[0].units.map(({ j }) => words("own.described.neuron", { neuron: j + 1, value: signed((hidden ?? delta[0])[j], 3) }));
    return words("own.described.all", { title: words(`own.titles.${name}`), numbers: said.join(", ") });
  }

  groundup.ownSteps = { STEPS, lesson, said, described, best };
}
