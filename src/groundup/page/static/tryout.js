"use strict";
// Train with mine: the reader's backprop teaches a small network on some hundred digits, and the right one
// teaches another beside it. Digits are 10×10 pixels here, so that Python takes seconds, not minutes.
{
  const { backward, make, practice, tenbyten, words } = groundup;
  const { SIZES, ETA, accuracy, stepped } = tenbyten;
  const plan = { digits: 300, epochs: 3 };
  const OFTEN = 30; // digits from one point of the curve to the next
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const start = make("button", { type: "button", textContent: words("tryout.start") });
  const said = make("p", { className: "quiet", role: "status" });
  const chart = groundup.chart({ title: words("tryout.title"), className: "train-accuracy", value: (part) => part, format: percent, share: true, parts: { validation: words("tryout.right"), train: words("tryout.mine") } });
  const element = make("div", { className: "tryout" }, make("p", { className: "quiet", textContent: words("tryout.about", plan) }), make("div", { className: "tools" }, start), said, chart.element);
  const PATIENCE = 100; // milliseconds that Python has to come to an end by itself
  let running = false;
  let stopping = false; // whether the reader has said so
  let text = ""; // the reader's
  let data = null;

  const rows = ({ w, b }) => ({
    w: w.map((flat, l) => Array.from({ length: SIZES[l + 1] }, (_, j) => flat.subarray(j * SIZES[l], (j + 1) * SIZES[l]))), b,
  });

  /** What Python gives for this. Throws an Error with what it says. */
  async function ask(what, given) {
    const { ended, failed, value } = await practice.sandbox.call(what, given, text);
    if (ended ?? failed) throw new Error(ended ?? failed);
    const [error, ...found] = Array.isArray(value) ? value : [""];
    if (error) throw new Error(String(error));
    return found;
  }

  /** The network after a step by the reader's code. */
  async function mine(network, { x, label }) {
    const y = backward.target(label);
    if (/^def (gradients|train_batch|mean|step)\b/m.test(text)) {
      const [w, b] = await ask("learn", { xs: [x], ys: [y], eta: ETA });
      return checked({ ...network, ...floats(w, b) });
    }
    await ask("begin", rows(network));
    const found = checked(floats(...(await ask("gradient", { x, y }))));
    return checked(stepped(network, found.w, found.b));
  }

  /** Lists of numbers from Python, each w flat; nothing where they are something else. */
  function floats(w, b) {
    const parts = (value) => (Array.isArray(value) ? value.map((part) => Float64Array.from([part].flat(2), Number)) : []);
    return { w: parts(w), b: parts(b) };
  }

  /** Throws where shapes are other ones, or numbers none. */
  function checked(network) {
    const whole = [0, 1].every((l) => network.w[l]?.length === SIZES[l] * SIZES[l + 1] && network.b[l]?.length === SIZES[l + 1]);
    if (!whole) throw new Error(words("tryout.shapes"));
    if (![...network.w, ...network.b].every((part) => part.every(Number.isFinite))) throw new Error(words("tryout.numbers"));
    return network;
  }

  /** The line that is still to be written, or what fails when the text is run; "" for neither. */
  async function problem() {
    const line = practice.unwritten();
    return line ? words("practice.unwritten", { line }) : practice.load(text);
  }

  function end() {
    running = false;
    setTimeout(() => stopping && practice.sandbox.stop(), PATIENCE); // it may be in a loop
    stopping = true;
  }

  async function train() {
    if (running) return end();
    if (practice.busy) return;
    [running, stopping, text] = [true, false, practice.text];
    practice.busy = "train";
    start.textContent = words("tryout.stop");
    practice.tellError("");
    try {
      const failed = await problem();
      if (failed) practice.tellError(failed);
      else await learn();
    } catch (error) {
      practice.tellError(error.message);
      said.textContent = words("tryout.ended");
    }
    [running, stopping, practice.busy] = [false, false, ""];
    start.textContent = words("tryout.start");
  }

  async function learn() {
    data ??= await tenbyten.load(plan.digits);
    const all = plan.epochs * data.train.length;
    let [own, known] = [tenbyten.made(), tenbyten.made()];
    const points = [];
    const measure = (at) => {
      points.push({ at: at / data.train.length, train: accuracy(own, data.validation), validation: accuracy(known, data.validation) });
      chart.show(points, data.train.length);
      said.textContent = words("tryout.said", { at, of: all, mine: percent(points.at(-1).train), right: percent(points.at(-1).validation) });
    };
    await ask("begin", rows(own));
    measure(0);
    for (let at = 0; at < all && running; at++) {
      const sample = data.train[at % data.train.length];
      [own, known] = [await mine(own, sample), tenbyten.right(known, sample)];
      if ((at + 1) % OFTEN === 0) measure(at + 1);
    }
  }

  start.addEventListener("click", train);
  groundup.tryout = { element, plan };
}
