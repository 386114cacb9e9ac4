"use strict";
// Python in the page: starts Brython, hands it a network, runs the recogniser's text and asks it.
// Brython's floats are objects; made once a network, they are not made at every question.
{
  const { backward, carried, find, make, recogniser, words } = groundup;
  const LONGEST = 5000; // milliseconds that a text which the reader has changed may take
  const OFTEN = 1000; // lines of Python between two looks at the clock
  let float = Number;
  let own = false; // whether the text is the reader's
  let deadline = Infinity;
  let list = (values) => values;
  let network = null;
  let stale = true; // whether Python has to be given it

  /** Puts Brython into the page, and starts it. Throws where it does not run. */
  async function start() {
    const script = new TextDecoder().decode(await groundup.digits.inflated(find("brython").textContent));
    const element = make("script", { textContent: script });
    document.head.append(element); // it runs at once
    element.remove();
    const inside = window.__BRYTHON__;
    inside.protocol = "file"; // so an import looks for nothing beyond this page, served or not
    window.brython({ debug: 0, indexeddb: false });
    list = inside.$list ?? list;
    float = inside.fast_float ?? ((value) => inside.builtins.float.$factory(value));
    for (const name of ["bridge", "practice"]) inside.runPythonSource(find(name).textContent, name);
    if (!groundup.bridge || !groundup.pupil) throw new Error(words("fails.python"));
    stopAtDeadline(inside);
  }

  /** An endless loop would take the page with it. Brython tells each line before it runs it: there
   * it can be stopped, and again, where the text catches the error and goes on. */
  function stopAtDeadline(inside) {
    const tell = inside.set_lineno;
    let lines = 0;
    inside.set_lineno = (frame, line, kind) => {
      const told = tell(frame, line, kind);
      if (++lines < OFTEN || frame.__file__ !== "<string>") return told;
      if (performance.now() < deadline) lines = 0;
      else inside.RAISE(inside.builtins.TimeoutError, words("fails.long", { seconds: LONGEST / 1000 }));
      return told;
    };
  }

  /** Has Python do this, not for ever, where it is the reader's. */
  function within(work, theirs = own) {
    deadline = theirs ? performance.now() + LONGEST : Infinity;
    try {
      return work();
    } finally {
      deadline = Infinity;
    }
  }

  /** From now on the recogniser's w and b are this network's. */
  function take(another) {
    network = another;
    stale = true;
  }

  function handOver() {
    if (!stale) return;
    stale = false;
    const { sizes, w, b } = network;
    const shapes = network.shapes ?? sizes.slice(1).map((count, l) => [count, sizes[l]]);
    groundup.bridge.take(list(w.map((flat, l) => nested(flat, shapes[l]))), list(b.map((bl) => nested(bl, [bl.length]))));
  }

  /** Numbers as Python's lists of lists, of that shape. */
  function nested(flat, [count, ...shape]) {
    if (!shape.length) return list(Array.from(flat, float));
    const part = flat.length / count;
    return list(Array.from({ length: count }, (_, j) => nested(flat.subarray(j * part, (j + 1) * part), shape)));
  }

  /** Runs the text; returns the error as Python says it, "" for none. */
  function run(text) {
    stale ||= own; // the reader's may have changed w and b
    handOver();
    own = text !== groundup.python.original;
    return within(() => groundup.bridge.run(text));
  }

  /** {digit, activations, error, printed, milliseconds} of 784 bytes. `activations` is null
   * where the text does not give them: a list a layer, the pixels first. */
  function ask(pixels) {
    handOver();
    const x = list(Array.from(pixels, (ink) => float(ink / 255)));
    const started = performance.now();
    const [digit, activations, error, printed] = within(() => groundup.bridge.ask(x));
    const milliseconds = performance.now() - started;
    return {
      digit: Number.isInteger(digit) ? digit : null,
      activations: fits(activations) ? [Array.from(pixels, (ink) => ink / 255), ...activations] : null,
      error,
      printed,
      milliseconds,
    };
  }

  /** Whether these are numbers, a list a layer, as many as the network has neurons. */
  function fits(activations) {
    const sizes = groundup.network.sizes.slice(1);
    return (
      Array.isArray(activations) &&
      activations.length === sizes.length &&
      activations.every(
        (a, l) => Array.isArray(a) && a.length === sizes[l] && a.every(Number.isFinite),
      )
    );
  }

  /** Numbers, or lists of such, as Python's. */
  const toPython = (value) => (typeof value === "number" ? float(value) : list(Array.from(value, toPython)));

  /** What the network makes of x (784,), for Python: the activations after it, a list a layer. */
  groundup.activations = (x) => backward.forward(groundup.network, x).a.slice(1).map((a) => Array.from(a));

  groundup.convolves = () => Boolean(network.shapes);

  groundup.python = { start, take, run, ask, within, toPython, original: recogniser(carried.network) };
}
