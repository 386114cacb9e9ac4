"use strict";
// Train with mine: the reader's backprop teaches a small network on some hundred digits, and the right one
// teaches another beside it. Digits are 10×10 pixels here, so that Python takes seconds, not minutes.
{
  const { backward, digits, make, practice, python, randomness, words } = groundup;
  const SIZES = [100, 12, 10];
  const [DIGITS, EPOCHS, VALIDATION, BATCH, ETA] = [300, 3, 300, 1, 2];
  const OFTEN = 30; // batches from one point of the curve to the next
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const start = make("button", { type: "button", textContent: words("tryout.start") });
  const said = make("p", { className: "quiet", role: "status" });
  const chart = groundup.chart({ title: words("tryout.title"), className: "train-accuracy", value: (part) => part, format: percent, share: true, parts: { validation: words("tryout.right"), train: words("tryout.mine") } });
  const element = make("div", { className: "tryout" }, make("p", { className: "quiet", textContent: words("tryout.about", { digits: DIGITS, epochs: EPOCHS }) }), make("div", { className: "tools" }, start), said, chart.element);
  let running = false;
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

  const rows = ({ w }) => w.map((flat, l) => Array.from({ length: SIZES[l + 1] }, (_, j) => flat.subarray(j * SIZES[l], (j + 1) * SIZES[l])));
  const hand = (network) => groundup.pupil.begin(python.toPython(rows(network)), python.toPython(network.b));

  /** The same by the reader's code. Throws an Error with what Python says. */
  function mine(network, batch) {
    const samples = batch.map(({ x, label }) => [x, backward.target(label)]);
    if (/^def (gradients|train_batch|mean|step)\b/m.test(practice.text)) {
      const [error, w, b] = python.within(() => groundup.pupil.learn(...[0, 1].map((i) => python.toPython(samples.map((one) => one[i]))), python.toPython(ETA)), true);
      if (error) throw new Error(error);
      return checked({ ...network, w: w.map((part) => Float64Array.from(part.flat())), b: b.map((part) => Float64Array.from(part)) });
    }
    hand(network);
    return checked(stepped(network, samples.map(([x, y]) => {
      const [error, dw, db] = python.within(() => groundup.pupil.gradient(python.toPython(x), python.toPython(y)), true);
      if (error) throw new Error(error);
      const gradient = { w: dw.map((part) => part.flat()), b: db };
      checked(gradient);
      return [gradient.w, gradient.b];
    })));
  }

  /** Throws where shapes are other ones, or numbers none. */
  function checked(network) {
    const whole = [0, 1].every((l) => network.w[l]?.length === SIZES[l] * SIZES[l + 1] && network.b[l]?.length === SIZES[l + 1]);
    if (!whole) throw new Error(words("tryout.shapes"));
    if (![...network.w, ...network.b].every((part) => part.every(Number.isFinite))) throw new Error(words("tryout.numbers"));
    return network;
  }

  async function train() {
    if (running) {
      running = false;
      return;
    }
    const line = practice.unwritten();
    const failed = line ? words("practice.unwritten", { line }) : practice.load();
    if (failed) return practice.tellError(failed);
    practice.tellError("");
    running = true;
    start.textContent = words("tryout.stop");
    try {
      await learn();
    } catch (error) {
      practice.tellError(error.message);
      said.textContent = words("tryout.ended");
    }
    running = false;
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
    hand(own);
    measure(0);
    const all = EPOCHS * data.train.length;
    for (let at = 0; at < all && running; at += BATCH) {
      const from = at % data.train.length;
      const batch = data.train.slice(from, from + BATCH);
      [own, known] = [mine(own, batch), right(known, batch)];
      if ((at / BATCH + 1) % OFTEN === 0) measure(at + BATCH);
      await new Promise((resolve) => setTimeout(resolve)); // the page lives
    }
  }

  start.addEventListener("click", train);
  groundup.tryout = { element };
}
