"use strict";
// What the first stop of the Backprop tab says at each of its beats, and what its picture shows then. All
// numbers are computed.
{
  const { byHand, fixed, handPicture, make, marked, phrase, words } = groundup;
  const { START, PARAMETERS, NUDGE, ETA, run, target } = byHand;
  const CHIPS = { output: "predict", sign: "predict", nudge: "nudge", slope: "slope", last: "all", hidden: "all", all: "all", step: "step" };
  const SHORT = { x1: "x₁", x2: "x₂", h1: "h₁", h2: "h₂", o: "out" };
  const FORWARDS = ["# Forwards", "cost ="];
  const BACKWARDS = ["# Backwards", "w21, w22, b2 = w21 -"];
  const DELTA_LINES = ["# Backwards", "delta_2 ="];
  const DELTAS = { last: ["o"], hidden: ["o", "h1", "h2"], all: ["o", "h1", "h2"] };
  const TITLED = ["output", "slope", "last", "hidden", "all", "step"]; // the others by what one predicted
  const first = run(START);

  const showsSlopes = ({ beat }) => beat === "all";
  const open = ({ beat }) => beat === "slope" || beat === "all";
  const inBrackets = (value, places) => (value < 0 ? `(${fixed(value, places)})` : fixed(value, places));

  /** What the picture is to show: see `handPicture`. */
  function view(state) {
    const { beat, values, before, picked, sent } = state;
    const now = run(values);
    const deltas = Object.fromEntries((DELTAS[beat] ?? []).map((name) => [name, true]));
    return {
      values, now, before: run(before), picked: beat === "hidden" || beat === "last" ? null : picked, sent, deltas,
      slopes: showsSlopes(state), biases: ["slope", "all", "step"].includes(beat), open: open(state),
      marked: { last: ["o"], hidden: ["h1", "h2"] }[beat] ?? [picked], said: described(state, now),
    };
  }

  /** The neurons whose slope is multiplied by at this beat, for the curve of the sigmoid. */
  function onTheCurve({ beat, goal }) {
    const { z, a } = run(goal);
    return (beat === "hidden" ? ["h1", "h2"] : ["o"]).map((name) => ({ name: SHORT[name], z: z[name], a: a[name] }));
  }

  /** The picture in words. */
  function described({ beat, values }, now) {
    const numbers = PARAMETERS.map((one, i) => words("door.tag", { name: handPicture.nameOf(one), value: fixed(values[i]) }));
    const slopes = PARAMETERS.map((one, i) => words("door.tagSlope", { name: handPicture.nameOf(one), value: fixed(now.slopes[i], 3) }));
    return words("door.picture", { target, h1: fixed(now.a.h1), h2: fixed(now.a.h2), a: fixed(now.a.o, 3), numbers: (beat === "all" ? slopes : numbers).join("; ") });
  }

  const button = (text, act) => {
    const element = make("button", { type: "button", textContent: text });
    element.addEventListener("click", act);
    return element;
  };

  /** How what the reader said went: "right", "wrong", or "unasked". */
  const how = (guess, isRight) => (guess === undefined ? "unasked" : guess === isRight ? "right" : "wrong");

  /** What is explained to whom: to those who were not asked as to those who were right. */
  const explained = (verdict) => (verdict === "wrong" ? "wrong" : "right");

  /** What stands beside the picture: see `lecture`. curve, sigmoid: elements; guess(beat, up); another(): one
   * more step. */
  function said(state, { curve, sigmoid, guess, another }) {
    const { beat, goal: values, picked, guesses, steps, before } = state;
    const now = run(values);
    const put = { target, nudge: NUDGE, was: fixed(first.a.o, 3), now: fixed(now.a.o, 3), weight: START[byHand.index("v1")], h1: fixed(first.a.h1), v2: fixed(values[byHand.index("v2")]) };
    const answers = (ups) => ups.map((up) => button(words(`door.answers.${beat}.${up ? "up" : "down"}`), () => guess(beat, up)));
    const paragraph = (name, more = {}) => phrase(name, { ...put, ...more });
    const step = { chip: CHIPS[beat], title: TITLED.includes(beat) ? words(`door.${beat}.title`) : "" };

    if (beat === "output") return { ...step, paragraphs: [paragraph("door.output.say"), paragraph("door.output.ask")], answers: answers([true, false]), python: [{ "h1 =": fixed(now.a.h1, 4), "h2 =": fixed(now.a.h2, 4), "a =": fixed(now.a.o, 4) }, ...FORWARDS] };
    if (beat === "sign") {
      const verdict = how(guesses.output, true);
      return { ...step, title: words(`door.sign.titles.${verdict}`), paragraphs: [paragraph(`door.sign.${explained(verdict)}`), paragraph("door.sign.ask")], answers: answers([true, false]), python: [{ "a =": fixed(run(values).a.o, 4) }, ...FORWARDS] };
    }
    if (beat === "nudge") return { ...step, ...nudged(paragraph, how(guesses.sign, false), now) };
    if (beat === "slope") return { ...step, ...slope(state, paragraph, now), extras: [curve] };
    if (beat === "step") {
      const then = run(before);
      const sums = [
        phrase("lecture.cost", { was: fixed(then.cost, 4), now: marked(fixed(now.cost, 4)) }),
        [`${SHORT[PARAMETERS[picked].from ?? "o"]} → ${SHORT[PARAMETERS[picked].to]}: ${fixed(before[picked])} − ${ETA} · ${inBrackets(then.slopes[picked], 4)} = `, marked(fixed(values[picked], 4))],
      ];
      return { ...step, paragraphs: [paragraph("door.step.say", { was: fixed(then.a.o, 3), now: marked(fixed(now.a.o, 3)) }), phrase(steps === 1 ? "door.step.one" : "door.step.many", { steps })], sums, answers: [button(words("lecture.another"), another)], python: [made(values), "# One", BACKWARDS[1]] };
    }
    return { ...step, ...back(state, paragraph, now), extras: beat === "all" ? [] : [sigmoid] };
  }

  function nudged(paragraph, verdict, now) {
    const change = now.cost - first.cost;
    const value = fixed(change / NUDGE, 3);
    return {
      title: words(`door.nudge.titles.${verdict}`),
      paragraphs: [paragraph(`door.nudge.${explained(verdict)}`, { before: fixed(first.cost, 4), after: fixed(now.cost, 4) }), paragraph("door.nudge.say")],
      sums: [[words("door.nudge.slope")], [`= (${fixed(now.cost, 4)} − ${fixed(first.cost, 4)}) ÷ ${NUDGE}`], ["= ", marked(value)]],
      python: [{ "a =": fixed(now.a.o, 4), "cost =": fixed(now.cost, 4) }, ...FORWARDS],
    };
  }

  function slope({ goal: values, picked, found }, paragraph, now) {
    const value = now.slopes[picked];
    const name = handPicture.nameOf(PARAMETERS[picked]);
    return {
      paragraphs: [paragraph("door.slope.say"), paragraph(value > 0 ? "door.slope.found" : found ? "door.slope.more" : "door.slope.find", { name })],
      sums: [[words("door.slope.at", { name, value: fixed(values[picked]), cost: fixed(now.cost, 4) })], phrase("door.slope.is", { slope: marked(fixed(value, 4)) })],
      python: [{ "a =": fixed(now.a.o, 4), "cost =": fixed(now.cost, 4) }, "a =", "cost ="],
    };
  }

  /** The three beats of the way back. */
  function back({ beat, picked }, paragraph, now) {
    const { a, delta, slopes } = now;
    const [w1, w2] = ["v1", "v2"].map((name) => START[byHand.index(name)]);
    const curveSlope = (value) => `${fixed(value)} · ${fixed(1 - value)}`;
    if (beat === "last") {
      return {
        paragraphs: [paragraph("door.last.why"), paragraph("door.last.say")],
        sums: [["delta_o = (a − y) · a · (1 − a)"], [`= (${fixed(a.o)} − ${target}) · ${curveSlope(a.o)} = `, marked(fixed(delta.o, 4))]],
        python: [{ "delta_o =": fixed(delta.o, 4) }, ...DELTA_LINES],
      };
    }
    if (beat === "hidden") {
      return {
        paragraphs: [paragraph("door.hidden.say")],
        sums: [
          [`h₁: ${inBrackets(w1, 0)} · ${inBrackets(delta.o, 3)} · ${curveSlope(a.h1)} = `, marked(fixed(delta.h1, 4))],
          [`h₂: ${inBrackets(w2, 0)} · ${inBrackets(delta.o, 3)} · ${curveSlope(a.h2)} = `, marked(fixed(delta.h2, 4))],
        ],
        python: [{ "delta_1 =": fixed(delta.h1, 4), "delta_2 =": fixed(delta.h2, 4) }, ...DELTA_LINES],
      };
    }
    const { from, to } = PARAMETERS[picked];
    const product = from ? `${SHORT[from]} → ${SHORT[to]}: ${fixed(delta[to], 4)} · ${fixed(a[from])} = ` : `${handPicture.nameOf(PARAMETERS[picked])}: `;
    return {
      paragraphs: [paragraph("door.all.say"), paragraph("door.all.check", { slope: marked(fixed(slopes[byHand.index("v1")], 3)) })],
      sums: [[product, marked(fixed(slopes[picked], 4))], [words("door.all.tap")]],
      python: [made(slopes), ...BACKWARDS],
    };
  }

  /** Three numbers beside each of the three lines of the step. */
  function made(numbers) {
    const three = (...names) => names.map((name) => fixed(numbers[byHand.index(name)], 3)).join(", ");
    return { "v1, v2, c = v1 -": three("v1", "v2", "c"), "w11, w12, b1 = w11 -": three("w11", "w12", "b1"), "w21, w22, b2 = w21 -": three("w21", "w22", "b2") };
  }

  groundup.doorSteps = { view, onTheCurve, said, open, showsSlopes };
}
