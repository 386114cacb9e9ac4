"use strict";
// The Train tab: the training as it goes on, and what steers it. The canvas and the answer come over
// from the other tab, so that one can draw meanwhile; the network that learns is the one that reads.
{
  const { chart, choices, counted, find, judged, keep, make, pictures, tabs, training, trials, words } = groundup;
  const MOST_PICTURES = 60;
  const { state } = training;
  const whole = (number) => number.toLocaleString("en");
  const percent = (share) => `${(100 * share).toFixed(1)} %`;

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
  const cost = chart({ title: words("train.cost"), className: "train-cost", value: (part) => part.cost, format: (v) => v.toPrecision(3) });
  const accuracy = chart({ title: words("train.accuracy"), className: "train-accuracy", value: (part) => part.accuracy, format: percent, share: true });
  const neurons = make("div", { className: "train-neurons", role: "img" });
  const neuronsSaid = make("p", { className: "quiet" });
  const slot = make("div", { className: "train-slot", data: { place: "paper reading" } });

  find("train").append(
    column(
      card("control", words("train.control"), problem, make("div", { className: "tools" }, go, ...steps, reset), where, bar, rate, batch, choices.element, said),
      titled("diagnosis", words("train.diagnosis"), trials.element),
      titled("matrix", words("train.matrix"), ...judged.confusion),
      titled("keep", words("train.keep"), keep.element),
    ),
    column(
      card("curves", words("train.curves"), accuracy.element, cost.element),
      titled("layer", words("train.layer"), neurons, neuronsSaid),
      titled("mistakes", words("train.mistakes"), ...judged.mistakes),
    ),
    slot,
  );

  let shown = {};
  /** Shows what is new, where it can be seen; `anew` all of it. */
  function show(anew = false) {
    if (find("train").hidden || !state.network) return;
    showRun();
    judged.show(anew);
    if (anew || state.network !== shown.network) showNeurons(state.network);
    if (anew || state.batch !== shown.batch) showBatch();
    if (anew || state.points.at(-1) !== shown.point) {
      cost.show(state.points, state.how.digits);
      accuracy.show(state.points, state.how.digits);
    }
    shown = { network: state.network, batch: state.batch, point: state.points.at(-1) };
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
      ...training.batch().map(({ pixels, label }) => {
        const canvas = make("canvas", { aria: { hidden: "true" } });
        pictures.ink(canvas, pixels);
        return make("li", {}, canvas, String(label));
      }),
    );
  }

  function showNeurons({ sizes: [inputs, count], w: [weights] }) {
    const many = Math.min(count, MOST_PICTURES);
    while (neurons.children.length > many) neurons.lastChild.remove();
    while (neurons.children.length < many) neurons.append(make("canvas", { aria: { hidden: "true" } }));
    [...neurons.children].forEach((canvas, j) => pictures.diverging(canvas, weights.subarray(j * inputs, (j + 1) * inputs)));
    const which = words(many < count ? "train.someNeurons" : "train.allNeurons", { many, count });
    neurons.setAttribute("aria-label", words("train.weightsLabel", { which }));
    neuronsSaid.replaceChildren(
      words("train.weights", { which }),
      make("span", { className: "keys" },
        make("span", { className: "key for", textContent: words("train.excites") }),
        make("span", { className: "key against", textContent: words("train.inhibits") })),
    );
  }

  let framed = false;
  training.listen(() => {
    if (framed) return;
    framed = true; // once a frame is enough
    requestAnimationFrame(() => {
      framed = false;
      show();
    });
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(true));

  tabs.listen(async (name) => {
    if (name !== "train") {
      if (training.fresh()) training.leave(); // what has learned nothing answers only here
      return;
    }
    if (!state.network) await training.begin(state.how);
    if (tabs.chosen === "train") training.take();
    show(true);
  });
}
