"use strict";
// Python in the page: starts Brython, hands it a network, runs the recogniser's text and asks it.
// Brython's floats are objects; made once a network, they are not made at every question.
{
  const { carried, find } = groundup;
  let float = Number;
  let stale = null; // a network that Python has not been given yet

  /** Starts Brython. Throws where it does not run. */
  function start() {
    window.brython({ debug: 0, indexeddb: false });
    const inside = window.__BRYTHON__;
    float = inside.fast_float ?? ((value) => inside.builtins.float.$factory(value));
    inside.runPythonSource(find("bridge").textContent, "bridge");
    if (!groundup.bridge) throw new Error("Python did not start");
  }

  /** From now on the recogniser's w and b are this network's. */
  function take(network) {
    stale = network;
  }

  function handOver({ sizes, w, b }) {
    const rows = w.map((flat, l) =>
      Array.from({ length: sizes[l + 1] }, (_, j) =>
        Array.from(flat.subarray(j * sizes[l], (j + 1) * sizes[l]), float),
      ),
    );
    groundup.bridge.take(rows, b.map((row) => Array.from(row, float)));
  }

  /** Runs the text; returns the error as Python says it, "" for none. */
  function run(text) {
    return groundup.bridge.run(text);
  }

  /** {digit, activations, error, printed, milliseconds} of 784 bytes. `activations` is null
   * where the text does not give them: a list a layer, the pixels first. */
  function ask(pixels) {
    if (stale) handOver(stale);
    stale = null;
    const x = Array.from(pixels, (ink) => float(ink / 255));
    const started = performance.now();
    const [digit, activations, error, printed] = groundup.bridge.ask(x);
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

  groundup.python = { start, take, run, ask, original: carried.recogniser };
}
