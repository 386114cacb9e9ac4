"use strict";
// The first stop of the Backprop tab: the 2-2-1 network of the guide. One predicts, nudges a weight, sees
// its slope, gets all nine at once, and takes a step.
{
  const { byHand, carried, doorSteps, glide, make, words } = groundup;
  const { START, NUDGE } = byHand;
  const BEATS = ["output", "sign", "nudge", "slope", "last", "hidden", "all", "step"];
  const CHIPS = { predict: "output", nudge: "nudge", slope: "slope", all: "last", step: "step" };
  const V1 = byHand.index("v1");
  const NUDGED = byHand.changed(START, V1, START[V1] + NUDGE);
  const MOTION = 900; // milliseconds

  const state = { beat: "output", values: START, goal: START, before: START, picked: V1, guesses: {}, steps: 0, sent: null, found: false };
  let listener = () => {};
  let stop = () => {};

  const picture = groundup.handPicture.picture(pick);
  const curve = groundup.costCurve((value) => {
    stay(byHand.changed(START, state.picked, value));
  });
  const sigmoid = groundup.sigmoidCurve();
  const listing = groundup.listing(carried.lesson.by_hand, words("door.python"));
  const chips = Object.keys(CHIPS).map((name) => ({ name, text: words(`door.chips.${name}`) }));
  const lecture = groundup.lecture({ chips, label: words("door.steps"), go: (name) => go(CHIPS[name]), listing, extras: [curve.element, sigmoid.element] });
  const legend = make("p", { className: "legend" });
  const element = make("div", { className: "stage" },
    make("div", { className: "stage-picture" }, make("p", { className: "about", textContent: words("door.about", { target: byHand.target }) }), picture.element, legend), lecture.element);

  /** Goes to a beat; the numbers glide to what they are there. */
  function go(beat) {
    stop();
    const from = state.beat;
    Object.assign(state, { beat, before: START, sent: null, steps: 0 });
    if (!["slope", "all"].includes(beat) || from === "output") state.picked = V1;
    if (beat === "sign" || beat === "nudge") to(NUDGED, from === "output" ? START : NUDGED);
    else if (beat === "step") step(START);
    else to(START, START);
    if (beat === "hidden") send(["o"]);
    if (beat === "all") send(["h1", "h2"]);
    listener();
  }

  /** The numbers are these. */
  function stay(values) {
    Object.assign(state, { values, goal: values });
    show();
  }

  /** The numbers glide to these, from those. */
  function to(values, from) {
    if (values === from) return stay(values);
    Object.assign(state, { values: from, goal: values });
    show();
    stop = glide(MOTION, (share) => {
      state.values = share === 1 ? values : from.map((value, i) => value + (values[i] - value) * share);
      draw();
    });
  }

  /** An error runs back from these neurons. */
  function send(neurons) {
    const draws = (sent) => {
      state.sent = sent;
      draw();
    };
    stop = glide(MOTION, (share) => draws([share, neurons]), () => draws(null));
  }

  function step(from) {
    stop();
    Object.assign(state, { before: from, steps: state.steps + 1 });
    to(byHand.stepped(from), from);
  }

  function pick(index) {
    if (!doorSteps.open(state)) return;
    state.picked = index;
    stay(START);
  }

  function guess(beat, isUp) {
    state.guesses[beat] = isUp;
    go(BEATS[BEATS.indexOf(beat) + 1]);
  }

  function draw() {
    picture.show(doorSteps.view(state));
  }

  function show() {
    state.found ||= state.beat === "slope" && byHand.run(state.goal).slopes[state.picked] > 0;
    draw();
    curve.show(state.goal, state.picked);
    sigmoid.show(doorSteps.onTheCurve(state));
    legend.classList.toggle("needed", doorSteps.showsSlopes(state));
    legend.textContent = words(doorSteps.showsSlopes(state) ? "door.legendSlopes" : "door.legend");
    lecture.show(doorSteps.said(state, { curve: curve.element, sigmoid: sigmoid.element, guess, another: () => step(state.goal) }));
  }

  /** {back, next}: where Back and Next go from here, each {text, act}, or null for the stop before or after. */
  function moves() {
    const at = BEATS.indexOf(state.beat);
    return {
      back: at > 0 ? { act: () => go(BEATS[at - 1]) } : null,
      next: at + 1 < BEATS.length ? { text: words(`door.next.${state.beat}`), act: () => go(BEATS[at + 1]) } : null,
    };
  }

  new ResizeObserver(draw).observe(picture.element); // text has a width once it is seen
  go("output");
  groundup.door = { element, moves, go, state, listen: (listening) => (listener = listening) };
}
