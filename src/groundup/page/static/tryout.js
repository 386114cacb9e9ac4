"use strict";
// Train with mine: the reader's backprop teaches a small network on some hundred digits, and the right one
// teaches another beside it. Digits are 10×10 pixels here, so that Python takes seconds, not minutes.
{
  const { backward, digits, make, practice, randomness, words } = groundup;
  const SIZES = [100, 12, 10];
  const [DIGITS, EPOCHS, VALIDATION, BATCH, ETA] = [300, 3, 300, 1, 2];
  const OFTEN = 30; // batches from one point of the curve to the next
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const start = make("button", { type: "button", textContent: words("tryout.start") });
  const said = make("p", { className: "quiet", role: "status" });
  const chart = groundup.chart({ title: words("tryout.title"), className: "train-accuracy", value: (part) => part, format: percent, share: true, parts: { validation: words("tryout.right"), train: words("tryout.mine") } });
  const element = make("div", { className: "tryout" }, make("p", { className: "quiet", textContent: words("tryout.about", { digits: DIGITS, epochs: EPOCHS }) }), make("div", { className: "tools" }, start), said, chart.element);
  const PATIENCE = 100; // milliseconds that Python has to come to an end by itself
  let running = false;
  let stopping = false; // whether the reader has said so
  let text = ""; // the reader's
  let data = null;

  /** 784 pixels as 100: the middle 20×20, by squares of four. */
  function small(pixels) {
    return Float64Array.from({ length: 100 }, (_, i) => {
      const corner = (4 + 2 * Math.floor(i / 10)) * 28 + 4 + 2 * (i % 10);
      return (pixels[corner] + pixels[corner + 1] + pixels[corner + 28] + pixels[corner + 29]) / 1020;
    });
  }

  const taken = ({ x, y }, count) => Array.from({ length: count }, (_, i) => ({ x: small(x.subarray(784 * i, 784 * i + 784)), label: y[i] }));

  async function collected() {
    const { train, validation } = await digits.load();
    const some = (part, count) => taken(part, Math.min(count, part.y.length));
    return { train: some(train, DIGITS), validation: some(validation, VALIDATION) };
  }

  /** A network from chance, the same every time. */
  function made() {
    const layer = (l) => SIZES[l] * SIZES[l + 1];
    return {
      sizes: SIZES, activations: ["sigmoid", "sigmoid"], cost: "quadratic",
      w: [0, 1].map((l) => Float64Array.from(randomness.normals(layer(l), 0, "w", l), (value) => value / Math.sqrt(SIZES[l]))),
      b: [0, 1].map((l) => Float64Array.from(randomness.normals(SIZES[l + 1], 0, "b", l))),
    };
  }

  function accuracy(network) {
    const right = data.validation.filter(({ x, label }) => {
      const outputs = backward.forward(network, x).a.at(-1);
      return outputs.indexOf(Math.max(...outputs)) === label;
    });
    return right.length / data.validation.length;
  }

  /** The network after a step down the mean of these gradients, [dw, db] a sample, dw flat. */
  function stepped(network, gradients) {
    const less = (array, arrays) => array.map((value, i) => value - (ETA * arrays.reduce((sum, one) => sum + one[i], 0)) / arrays.length);
    return { ...network, w: network.w.map((wl, l) => less(wl, gradients.map(([dw]) => dw[l]))), b: network.b.map((bl, l) => less(bl, gradients.map(([, db]) => db[l]))) };
  }

  function right(network, batch) {
    return stepped(network, batch.map(({ x, label }) => {
      const passed = backward.pass(network, x, backward.target(label));
      return [[passed.dw(0), passed.dw(1)], passed.delta];
    }));
  }

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
  async function mine(network, batch) {
    const samples = batch.map(({ x, label }) => ({ x, y: backward.target(label) }));
    if (/^def (gradients|train_batch|mean|step)\b/m.test(text)) {
      const [w, b] = await ask("learn", { xs: samples.map(({ x }) => x), ys: samples.map(({ y }) => y), eta: ETA });
      return checked({ ...network, ...floats(w, b) });
    }
    await ask("begin", rows(network));
    const found = [];
    for (const sample of samples) found.push(checked(floats(...(await ask("gradient", sample)))));
    return checked(stepped(network, found.map(({ w, b }) => [w, b])));
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
    data ??= await collected();
    let [own, known] = [made(), made()];
    const points = [];
    const measure = (at) => {
      points.push({ at: at / data.train.length, train: accuracy(own), validation: accuracy(known) });
      chart.show(points, data.train.length);
      said.textContent = words("tryout.said", { at, of: EPOCHS * data.train.length, mine: percent(points.at(-1).train), right: percent(points.at(-1).validation) });
    };
    await ask("begin", rows(own));
    measure(0);
    const all = EPOCHS * data.train.length;
    for (let at = 0; at < all && running; at += BATCH) {
      const from = at % data.train.length;
      const batch = data.train.slice(from, from + BATCH);
      [own, known] = [await mine(own, batch), right(known, batch)];
      if ((at / BATCH + 1) % OFTEN === 0) measure(at + BATCH);
    }
  }

  start.addEventListener("click", train);
  groundup.tryout = { element };
}
