"use strict";
// The Train tab: the training as it goes on, and what steers it. The canvas and the answer come over
// from the other tab, so that one can draw meanwhile; the network that learns is the one that reads.
{
  const { chart, choices, find, judged, keep, make, pictures, tabs, training, trials } = groundup;
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

  const go = button("Train", () => (state.running ? training.pause() : training.go()), { className: "main" });
  const steps = [
    button("One digit", () => training.step(true), { title: "A step from the next digit alone" }),
    button("One batch", () => training.step(false)),
    button("One epoch", training.epoch),
  ];
  const reset = button("Reset", () => training.begin(state.how), { title: "Begins anew with the same random weights" });
  const bar = make("progress", { max: 1, value: 0, aria: { label: "This epoch" } });
  const where = make("p", { className: "train-where", textContent: "Getting ready …" });
  const rate = make("p", { className: "quiet" });
  const batch = make("ol", { className: "train-wrong train-batch", aria: { label: "The digits it has just learned from" } });
  const problem = make("p", { className: "train-problem", role: "alert" });
  const said = make("p", { className: "aside", role: "status" });
  const cost = chart({ title: "Cost", className: "train-cost", value: (part) => part.cost, format: (v) => v.toPrecision(3) });
  const accuracy = chart({ title: "Accuracy", className: "train-accuracy", value: (part) => part.accuracy, format: percent, share: true });
  const neurons = make("div", { className: "train-neurons", role: "img" });
  const neuronsSaid = make("p", { className: "quiet" });
  const slot = make("div", { className: "train-slot", data: { place: "paper reading" } });

  find("train").append(
    column(
      card("control", "Training", problem, make("div", { className: "tools" }, go, ...steps, reset), where, bar, rate, batch, choices.element, said),
      titled("diagnosis", "What the numbers say", trials.element),
      titled("matrix", "What it reads as what", ...judged.confusion),
      titled("keep", "Keep it", keep.element),
    ),
    column(
      card("curves", "Curves", accuracy.element, cost.element),
      titled("layer", "What the first layer looks for", neurons, neuronsSaid),
      titled("mistakes", "Digits it still gets wrong", ...judged.mistakes),
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
    go.textContent = running ? "Pause" : "Train";
    go.disabled = diverged;
    for (const step of steps) step.disabled = running || diverged;
    where.textContent = done ? `Epoch ${epoch + 1}: ${whole(done)} of ${whole(how.digits)} digits`
      : `${epoch ? `${whole(epoch)} ${epoch === 1 ? "epoch" : "epochs"} learned` : "Nothing learned yet"}: ${state.network.sizes.join("-")}`;
    bar.value = done / how.digits;
    rate.textContent = state.rate ? `${whole(Math.round(state.rate))} digits a second` : "";
    announce(epoch);
  }

  let heard = { running: false, at: 0 };
  /** Says little aloud: that it runs or rests, and now and then how good it is. */
  function announce(epoch) {
    const { running } = state;
    if (heard.running === running && !(running && performance.now() - heard.at > 20000)) return;
    heard = { running, at: performance.now() };
    said.textContent = `${running ? "Training" : "Paused"}, epoch ${epoch}. ${percent(state.points.at(-1).validation.accuracy)} right.`;
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
    const words = many < count ? `the first ${many} of ${count} neurons` : `${count} neurons`;
    neurons.setAttribute("aria-label", `The weights of ${words}, as pictures`);
    neuronsSaid.replaceChildren(
      `The weights of ${words}: `,
      make("span", { className: "keys" },
        make("span", { className: "key for", textContent: "ink here excites it" }),
        make("span", { className: "key against", textContent: "ink here inhibits it" })),
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
    if (name !== "train") return;
    if (!state.network) await training.begin(state.how);
    show(true);
  });
}
