"use strict";
// The Train tab: the training as it goes on, and what steers it. The canvas and the answer come over
// from the other tab, so that one can draw meanwhile; the network that learns is the one that reads.
{
  const { a, chart, decode, find, live, make, pictures } = groundup;
  const MOST_PICTURES = 60;
  const SPEEDS = { "": "As fast as it can", 500: "500 batches a second", 100: "100 batches a second", 20: "20 batches a second", 5: "5 batches a second", 1: "1 batch a second" };
  const whole = (number) => number.toLocaleString("en");
  const percent = (share) => `${(100 * share).toFixed(2)} %`;

  // The parts

  const button = (text, act, more = {}) => {
    const element = make("button", { type: "button", textContent: text, ...more });
    if (act) element.addEventListener("click", act);
    return element;
  };
  const card = (name, title, ...children) =>
    make("section", { className: `train-card train-${name}`, aria: { label: title } }, ...children);
  const column = (...cards) => make("div", { className: "train-column" }, ...cards);
  const field = (text, input, ...more) => make("label", {}, make("span", { textContent: text }), input, ...more);
  const download = (text, path, name) => make("a", { textContent: text, href: live.link(path), download: name, className: "train-link" });

  const go = button("Start", () => order(state.run.running ? "pause" : "start"), { className: "main" });
  const more = button("One epoch more", () => order("epoch"));
  const reset = button("Reset", () => order("reset"), { title: "Begins anew with random weights" });
  const bar = make("progress", { max: 1, value: 0, aria: { label: "This epoch" } });
  const where = make("p", { className: "train-where" });
  const rate = make("p", { className: "quiet" });
  const eta = make("input", { type: "range", min: -3, max: 2, step: 0.01 });
  const etaSaid = make("output", {});
  const speed = make("select", {});
  for (const [value, text] of Object.entries(SPEEDS)) speed.append(make("option", { value, textContent: text }));
  const sizes = make("input", { type: "text", inputMode: "numeric", autocomplete: "off", spellcheck: false, pattern: "[0-9, ]*", title: "Whole numbers, such as 30, or 100, 50; nothing for no hidden layer" });
  const seed = make("input", { type: "number", min: 0, max: 4294967295, step: 1, required: true });
  const anew = make("form", { className: "train-anew" },
    field("Hidden layers", sizes), field("Seed", seed), button("Begin anew", null, { type: "submit" }),
    make("p", { className: "quiet", textContent: "Neurons a layer, at most 3 layers of 800: 30, or 100, 50." }),
  );
  const problem = make("p", { className: "train-problem", role: "alert" });
  const connection = make("p", { className: "train-problem", role: "status" });
  const said = make("p", { className: "aside", role: "status" });
  const saved = make("p", { className: "quiet", role: "status" });
  const cost = chart({ title: "Cost", className: "train-cost", value: (p) => p.cost, format: (v) => v.toFixed(4) });
  const accuracy = chart({ title: "Validation accuracy", className: "train-accuracy", value: (p) => p.accuracy, format: percent, share: true });
  const neurons = make("div", { className: "train-neurons", role: "img" });
  const neuronsSaid = make("p", { className: "quiet" });
  const wrong = make("ol", { className: "train-wrong" });
  const wrongSaid = make("p", { className: "quiet" });
  const slot = make("div", { className: "train-slot" });

  find("train").append(
    column(
      card("control", "Training", connection, problem,
        make("div", { className: "tools" }, go, more, reset), where, bar, rate,
        field("Learning rate", eta, etaSaid), field("Speed", speed), anew, said),
      card("keep", "Keep it", make("h2", { textContent: "Keep it" }),
        make("div", { className: "tools" }, button("Save model", save), download("Download model", "/model", "groundup.safetensors"), download("Export page", "/export", "groundup.html")),
        saved),
      card("mistakes", "Mistakes", make("h2", { textContent: "Digits it still gets wrong" }), wrong, wrongSaid),
    ),
    column(
      card("curves", "Curves", cost.element, accuracy.element),
      card("layer", "First layer", make("h2", { textContent: "What the first layer looks for" }), neurons, neuronsSaid),
    ),
    slot,
  );

  // Commands

  let state = { run: null };

  async function order(command, value) {
    problem.textContent = "";
    await live.command(command, value).catch((error) => (problem.textContent = error.message));
  }

  async function save() {
    saved.textContent = "";
    try {
      const name = await live.save();
      saved.textContent = `Saved ${name} in the folder where groundup draw runs. Try: groundup test ${name}`;
    } catch (error) {
      saved.textContent = error.message;
    }
  }

  /** While one moves the slider, what it is moved to is sent ten times a second. */
  let etaAsked = null;
  eta.addEventListener("input", () => {
    const waiting = etaAsked !== null;
    etaAsked = Number((10 ** eta.value).toPrecision(2));
    showEta(etaAsked);
    if (waiting) return;
    setTimeout(async () => {
      const asked = etaAsked;
      await order("eta", asked);
      if (etaAsked !== asked) await order("eta", etaAsked);
      etaAsked = null;
    }, 100);
  });
  speed.addEventListener("change", () => order("speed", speed.value ? Number(speed.value) : null));
  anew.addEventListener("submit", async (event) => {
    event.preventDefault();
    const hidden = sizes.value.split(/[, ]+/).filter(Boolean).map(Number);
    const number = seed.valueAsNumber;
    await order("sizes", hidden); // first, for it may be refused
    if (problem.textContent) return;
    if (number !== state.run.seed) await order("seed", number);
    for (const input of [sizes, seed]) delete input.dataset.edited;
  });
  for (const input of [sizes, seed]) input.addEventListener("input", () => (input.dataset.edited = ""));

  // What is shown

  let shown = {};

  function show(now) {
    state = now;
    showConnection(now.connection);
    if (!now.run) return;
    showRun(now.run);
    if (find("train").hidden) return;
    const last = now.points.at(-1);
    if (last !== shown.point || now.points.length !== shown.count) {
      cost.show(now.points, now.run.samples);
      accuracy.show(now.points, now.run.samples);
    }
    if (now.wrong !== shown.wrong && now.wrong) showWrong(now.wrong);
    if (now.network !== shown.network && now.network) showNeurons(now.network);
    shown = { point: last, count: now.points.length, wrong: now.wrong, network: now.network };
  }

  function showConnection(connected) {
    const words = {
      lost: "Connection lost; reconnecting … The training goes on as long as groundup draw runs.",
      refused: "This page belongs to a server that has ended. Open the address that groundup draw has printed.",
    };
    const text = words[connected] ?? "";
    if (connection.textContent !== text) connection.textContent = text;
  }

  function showRun(run) {
    go.textContent = run.running ? "Pause" : "Start";
    const learned = run.epoch + run.done / run.samples;
    where.textContent = run.running || run.done
      ? `Epoch ${run.epoch + 1} of ${Math.max(run.goal, run.epoch + 1)}: ${whole(run.done)} of ${whole(run.samples)} digits`
      : `${learned ? `${run.epoch} ${run.epoch === 1 ? "epoch" : "epochs"} learned` : "Nothing learned yet"}: ${run.sizes.join("-")}`;
    bar.value = run.done / run.samples;
    rate.textContent = run.rate === null ? "" : `${whole(run.rate)} digits a second`;
    if (run.problem && !problem.textContent) problem.textContent = run.problem;
    const busy = (input) => input === document.activeElement || "edited" in input.dataset;
    if (etaAsked === null) showEta(run.eta);
    if (!busy(speed)) showSpeed(run.speed);
    if (!busy(sizes)) sizes.value = run.sizes.slice(1, -1).join(", ");
    if (!busy(seed)) seed.value = run.seed;
    announce(run);
  }

  function showEta(value) {
    const text = String(Number(value.toPrecision(2)));
    if (etaAsked === null) eta.value = Math.log10(value);
    etaSaid.textContent = `η = ${text}`;
    eta.setAttribute("aria-valuetext", text);
  }

  function showSpeed(value) {
    const key = String(value ?? "");
    if (!(key in SPEEDS) && speed.value !== key) speed.append(make("option", { value: key, textContent: `${key} batches a second` }));
    speed.value = key;
  }

  /** Says little aloud: that it runs or rests, and now and then how good it is. */
  let heard = { running: null, at: 0 };
  function announce(run) {
    const changed = heard.running !== null && heard.running !== run.running;
    if (!changed && !(run.running && performance.now() - heard.at > 20000)) {
      heard.running = run.running;
      return;
    }
    heard = { running: run.running, at: performance.now() };
    const reached = state.points.at(-1);
    said.textContent = `${run.running ? "Training" : "Paused"}, epoch ${run.epoch}. ${reached ? `${(100 * reached.accuracy).toFixed(1)} % right.` : ""}`;
  }

  function showWrong({ of, wrong: count, digits }) {
    wrong.replaceChildren(
      ...digits.map(({ pixels, label, answer }) => {
        const canvas = make("canvas", { aria: { hidden: "true" } });
        pictures.ink(canvas, decode.bytes(pixels));
        const words = make("span", { aria: { label: `${a(label)}, read as ${answer}` } , role: "img" }, `${label} → ${answer}`);
        return make("li", {}, canvas, words);
      }),
    );
    wrongSaid.textContent = count
      ? `${whole(count)} of ${whole(of)} that it never learned from; here those it is surest of: what it is → what it reads.`
      : `None of ${whole(of)} that it never learned from.`;
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

  // The tab

  groundup.tabChosen = (name) => {
    const parts = [find("paper"), find("reading")];
    if (name === "train") slot.append(...parts);
    else find("draw").prepend(...parts);
    history.replaceState(null, "", `${location.pathname}${location.search}${name === "train" ? "#train" : ""}`);
    show(state);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    shown = {};
    show(state);
  });
  live.listen(show);
  if (location.hash === "#train") groundup.showTab("train");
}
