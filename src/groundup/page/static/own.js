"use strict";
// The second stop of the Backprop tab: a digit that the reader draws, or a hard one, and backprop on it in six
// steps, on the small network that comes with the page.
{
  const { a, backward, blame, carried, corrections, glide, ink, make, ownSteps, pad, preprocess, words } = groundup;
  const { STEPS } = ownSteps;
  const [ETA, MOTION, RUN] = [0.2, 900, 2200]; // the rate of the step; milliseconds, those of what runs back
  const state = { step: 0, strokes: carried.hard.strokes, y: carried.hard.digit, chosen: true, mine: false, output: null, neuron: null, steps: 1, share: 1, network: null, lesson: null };
  let listener = () => {};
  let stop = () => {};

  const picture = groundup.living({ height: Math.min(620, Math.max(420, window.innerHeight - 290)), overlay: (pen) => blame.paint(pen, { name: STEPS[state.step], ...state }), chosen: choose });
  const told = make("p", { className: "aside" });
  const button = (name, act, more = {}) => {
    const element = make("button", { type: "button", textContent: words(name), ...more });
    element.addEventListener("click", act);
    return element;
  };
  const another = button("lecture.another", () => learn(state.lesson.stepped, state.steps + 1));
  const ten = Array.from({ length: 10 }, (_, digit) => {
    const one = make("button", { type: "button", textContent: digit, value: digit, aria: { label: words("own.should", { digit: a(digit) }), pressed: "false" } });
    one.addEventListener("click", () => {
      Object.assign(state, { y: digit, chosen: true });
      begin(Math.max(state.step, 1));
    });
    return one;
  });
  const draws = button("own.draw", draw);
  const hard = button("own.hard", () => take(carried.hard.strokes, carried.hard.digit));
  const target = make("div", { className: "own-target" }, make("span", { id: "own-should", className: "quiet", textContent: words("own.target") }),
    make("div", { className: "ten", role: "group", aria: { labelledby: "own-should" } }, ...ten), draws, hard);
  const listing = groundup.listing(`${carried.lesson.backprop}\n\n${carried.lesson.step}`, words("own.python"));
  const chips = STEPS.map((name) => ({ name, text: words(`own.chips.${name}`) }));
  const lecture = groundup.lecture({ chips, label: words("own.steps"), go: (name) => go(STEPS.indexOf(name)), listing });
  const legend = make("p", { className: "legend needed", textContent: words("own.legend") }); // on small screens, too
  const which = make("p", { className: "quiet own-which" });
  const element = make("div", { className: "stage stage-own" }, make("div", { className: "stage-picture" }, picture.element, told, legend), lecture.element,
    make("div", { className: "stage-more" }, target, which));

  /** Another drawing, and what it should be. */
  function take(strokes, digit = null) {
    Object.assign(state, { strokes, y: digit, chosen: digit !== null, mine: strokes !== carried.hard.strokes });
    begin(0);
  }

  /** From the network as it comes. */
  const begin = (step = 0) => learn(groundup.small, 1, step);

  /** Backprop by this network, which has taken steps before where `steps` is more than 1. */
  function learn(network, steps, step = state.step) {
    const x = backward.inputs(preprocess(state.strokes));
    const drawn = state.strokes.length > 0;
    if (!state.chosen) state.y = corrections.labelOf(state.strokes) ?? ownSteps.best(backward.forward(network, x).a.at(-1));
    Object.assign(state, { x, steps, network, neuron: null, lesson: drawn ? ownSteps.lesson(network, x, state.y, ETA) : null });
    go(step);
  }

  function go(step) {
    stop();
    if (!state.lesson) step = 0;
    Object.assign(state, { step, share: 0, output: null });
    const name = STEPS[step];
    stop = glide(name === "blame" ? RUN : MOTION, (share) => paint(share), tell);
    tell();
  }

  /** The picture, at a share of its motion. */
  function paint(share) {
    const { lesson, x, step } = state;
    state.share = share;
    const taken = STEPS[step] === "step" && lesson;
    const network = taken && share > 0 ? (share === 1 ? lesson.stepped : backward.stepped(lesson.network, lesson.passed, lesson.eta * share)) : state.network;
    look();
    picture.show({ network, x: lesson ? x : null, output: state.output, fade: blame.FADES[STEPS[step]] });
  }

  /** What is looked at, where the reader has chosen nothing. */
  function look() {
    const { lesson, step } = state;
    if (!lesson) return;
    state.output ??= step === 0 ? ownSteps.best(lesson.passed.a[2]) : lesson.y;
    const shown = picture.scene?.columns[0]?.units.map(({ j }) => j) ?? [];
    const delta = lesson.passed.delta[0];
    if (shown.length && !shown.includes(state.neuron)) state.neuron = shown.reduce((best, j) => (Math.abs(delta[j]) > Math.abs(delta[best]) ? j : best));
  }

  function choose({ kind, l, j }) {
    if (kind === "paper") return draw();
    if (kind !== "unit") return;
    if (l === 1) state.output = j;
    else state.neuron = j;
    paint(1);
    tell();
  }

  /** What is said beside the picture. */
  function tell() {
    const { lesson, step, y, mine } = state;
    for (const one of ten) {
      one.disabled = !lesson;
      one.setAttribute("aria-pressed", String(Boolean(lesson) && Number(one.value) === y));
    }
    which.textContent = words("own.which", { sizes: groundup.layers.written(groundup.small) });
    hard.hidden = !mine;
    element.dataset.step = STEPS[step];
    if (lesson && !picture.scene?.drawn) return later();
    look();
    lecture.show(ownSteps.said(state, picture.scene, another));
    told.textContent = lesson ? ownSteps.described(state, picture.scene) : "";
    listener();
  }

  /** What is said waits for the picture, which has no size before it is seen. */
  function later() {
    if (element.checkVisibility()) requestAnimationFrame(() => {
      paint(state.share);
      tell();
    });
  }

  /** Opens the paper; what one draws on it is shown. */
  function draw() {
    if (ink.strokes.length) take(structuredClone(ink.strokes));
    pad.open();
  }

  let waiting = false;
  ink.listen(() => {
    if (waiting || element.checkVisibility() === false) return;
    waiting = true; // once a frame is enough
    requestAnimationFrame(() => {
      waiting = false;
      take(structuredClone(ink.strokes));
    });
  });

  /** {back, next}: see `door`. */
  function moves() {
    const { step, lesson } = state;
    return {
      back: step > 0 ? { act: () => go(step - 1) } : null,
      next: lesson && step + 1 < STEPS.length ? { text: words(`own.next.${STEPS[step]}`), act: () => go(step + 1) } : null,
    };
  }

  /** Shows it, once it can be seen. */
  const show = () => begin(state.step);

  groundup.own = { element, moves, show, begin, take, go, state, picture, listen: (listening) => (listener = listening) };
}
