"use strict";
// The Train tab: the training as it goes on, and what steers it. The canvas and the answer come over
// from the other tab, so that one can draw meanwhile; the network that learns is the one that reads.
{
  const { chart, choices, costly, counted, find, firstlayer, fold, judged, keep, make, percent, pictures, rack, sharing, tabs, training, trials, words, whole } = groundup;
  const { state } = training;

  const button = (text, act, more = {}) => {
    const element = make("button", { type: "button", textContent: text, ...more });
    element.addEventListener("click", act);
    return element;
  };
  const card = (name, title, ...children) => make("section", { className: `train-card train-${name}`, aria: { label: title } }, ...children);
  const titled = (name, title, ...children) => card(name, title, make("h2", { textContent: title }), ...children);
  const column = (...cards) => make("div", { className: "train-column" }, ...cards);

  const go = button(words("train.go"), () => (state.running ? training.pause() : training.go()), { className: "main" });
  const steps = [
    button(words("train.digit"), () => training.step(true), { title: words("train.digitIs") }),
    button(words("train.batch"), () => training.step(false)),
    button(words("train.epoch"), training.epoch),
  ];
  const reset = button(words("train.reset"), () => training.begin(state.how), { title: words("train.resetIs") });
  const bar = make("progress", { max: 1, value: 0, aria: { label: words("train.thisEpoch") } });
  const where = make("p", { className: "train-where", textContent: words("page.gettingReady") });
  const rate = make("p", { className: "quiet" });
  const batch = make("ol", { className: "train-wrong train-batch", aria: { label: words("train.latest") } });
  const problem = make("p", { className: "train-problem", role: "alert" });
  const said = make("p", { className: "aside", role: "status" });
  const cost = chart({ title: words("train.cost"), className: "train-cost", value: (part) => part.cost, format: costly });
  const accuracy = chart({ title: words("train.accuracy"), className: "train-accuracy", value: (part) => part.accuracy, format: percent, share: true });
  const slot = make("div", { className: "train-slot", data: { place: "paper reading" } });

  find("train").append(
    column(
      card("control", words("train.control"), problem, make("div", { className: "tools" }, go, reset, ...steps), where, bar, rate, batch, choices.element, said),
      titled("diagnosis", words("train.diagnosis"), trials.element),
      titled("runs", words("train.shelf"), rack.element),
    ),
    column(
      card("curves", words("train.curves"), accuracy.element, cost.element),
      make("div", { className: "train-network", data: { place: "living" } }),
      titled("layer", words("train.layer"), ...firstlayer.elements),
    ),
    column(
      slot,
      titled("keep", words("train.keep"), sharing.element, keep.element),
      titled("mistakes", words("train.mistakes"), ...judged.mistakes,
        fold(words("train.matrix"), ...judged.confusion)),
    ),
  );

  const PARTS = {
    charts: () => [cost, accuracy].forEach((one) => one.show(state.points, state.how.digits, beside())),
    neurons: () => firstlayer.show(state.network, state.layers[0]),
    batch: showBatch,
    table: () => judged.showTable(state.judged),
    mistakes: () => judged.showMistakes(state.judged),
  };
  const waiting = new Set(); // parts that are still to be shown

  /** Shows the run as it is now: while it learns, a part a frame, so that the page stays smooth. */
  function show() {
    if (find("train").hidden || !state.network) return waiting.clear();
    showRun();
    for (const name of state.running ? [...waiting].slice(0, 1) : waiting) {
      waiting.delete(name);
      PARTS[name]();
    }
    if (waiting.size) soon();
  }

  let framed = false;
  function soon() {
    if (framed) return;
    framed = true; // once a frame is enough
    requestAnimationFrame(() => {
      framed = false;
      show();
    });
  }

  function showAll() {
    for (const name of Object.keys(PARTS)) waiting.add(name);
    soon();
  }

  function beside() {
    const other = rack.compared();
    return other && { points: other.points, samples: other.how.digits, name: other.name };
  }

  function showRun() {
    const { at, how, running, diverged, epochs } = state;
    const done = at % how.digits;
    const epoch = epochs + Math.floor(at / how.digits);
    go.textContent = words(running ? "train.pause" : "train.go");
    go.disabled = diverged;
    for (const step of steps) step.disabled = running || diverged;
    const sizes = state.network.sizes.join("-");
    if (done) where.textContent = words("train.within", { epoch: epoch + 1, done: whole(done), of: whole(how.digits) });
    else where.textContent = epoch ? counted("train.learned", epoch, { count: whole(epoch), sizes }) : words("train.nothing", { sizes });
    bar.value = done / how.digits;
    if (state.problem) problem.textContent = state.problem;
    rate.textContent = state.rate ? words("train.rate", { digits: whole(Math.round(state.rate)) }) : "";
    announce(epoch);
  }

  let heard = { running: false, at: 0 };
  /** Says little aloud: that it runs or rests, and now and then how good it is. */
  function announce(epoch) {
    const { running } = state;
    if (heard.running === running && !(running && performance.now() - heard.at > 20000)) return;
    heard = { running, at: performance.now() };
    const right = percent(state.points.at(-1).validation.accuracy);
    said.textContent = words(running ? "train.runs" : "train.rests", { epoch, right });
  }

  function showBatch() {
    batch.replaceChildren(
      ...(state.batch ?? []).map(({ pixels, label }) => {
        const canvas = make("canvas", { aria: { hidden: "true" } });
        pictures.ink(canvas, pixels);
        return make("li", {}, canvas, String(label));
      }),
    );
  }

  training.listen(showAll);
  rack.listen(showAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showAll);

  tabs.listen(async (name) => {
    if (name !== "train") {
      if (training.fresh()) training.leave(); // what has learned nothing answers only here
      return;
    }
    if (!state.network) await training.begin(state.how);
    if (tabs.chosen === "train") training.take();
    showAll();
  });
}
