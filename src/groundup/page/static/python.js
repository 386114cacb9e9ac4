"use strict";
// Python that reads drawings: takes a network, runs the recogniser's text, and asks it. It runs in a worker, so
// all of it is asynchronous, and happens in the order in which it is asked for.
{
  const { carried, recogniser, store, words } = groundup;
  const sandbox = new groundup.Sandbox({ modules: ["bridge"], file: "recogniser.py", onLong: (long) => groundup.editor.running(long) });
  let network = null;
  let stale = true; // whether Python has to be given it
  let text = null; // that runs
  let own = false; // whether it is the reader's
  let failure = ""; // of a text that did not end: it is told in place of asking
  let tail = Promise.resolve();

  const inTurn = (work) => (tail = tail.then(work, work));

  /** From now on the recogniser's w and b are this network's. */
  function take(another) {
    network = another;
    stale = true;
  }

  /** The network that Python has. */
  async function handOver() {
    const taken = network;
    if (!stale) return taken;
    stale = false;
    const { sizes, shapes, activations } = taken;
    const [w, b] = [taken.w, taken.b].map((arrays) => arrays.map((one) => one.slice())); // views would take all that they see with them
    await sandbox.call("take", { sizes, shapes, activations, w, b });
    return taken;
  }

  /** Nothing of the reader's text stays: it may have changed w and b, or anything else. */
  function renew() {
    sandbox.renew();
    stale = true; // a new worker has no network
  }

  /** As the sandbox's. In the store there is a mark while the reader's text runs, which stays where it did not end. */
  async function call(what, given) {
    if (!own) return sandbox.call(what, given);
    store.put("unended", text);
    const said = await sandbox.call(what, given, text);
    if (said.ended) refuse(said.ended);
    else if (!isLate(said)) store.put("unended", null);
    return said;
  }

  const isLate = ({ value }) => [value].flat().some((part) => typeof part === "string" && part.includes("\nTimeoutError: "));

  /** Tells this from now on, instead of asking the text, until one is run. */
  function refuse(error) {
    failure = error;
    stale = true; // a new worker has no network
  }

  /** Runs the text; its error as Python says it, "" for none. */
  const run = (another) =>
    inTurn(async () => {
      if (own) renew();
      [text, own, failure] = [another, another !== groundup.python.original, ""];
      await handOver();
      const { ended, failed, value } = await call("run", text);
      return ended ?? failed ?? String(value);
    });

  /** {digit, activations, error, printed, milliseconds, network} of 784 bytes. `activations` is null where the
   * text does not give them: a list a layer, the pixels first. network: the one that was asked. */
  const ask = (pixels) =>
    inTurn(async () => {
      const nothing = { digit: null, activations: null, printed: "", milliseconds: 0, network };
      if (failure) return { ...nothing, error: failure };
      const asked = await handOver();
      const started = performance.now();
      const { ended, failed, value } = await call("ask", pixels);
      const milliseconds = performance.now() - started;
      if (!Array.isArray(value)) return { ...nothing, error: ended ?? failed ?? words("fails.python") };
      const [digit, activations, error, printed] = value;
      return {
        digit: Number.isInteger(digit) ? digit : null,
        activations: fits(activations, asked) ? [Array.from(pixels, (ink) => ink / 255), ...activations] : null,
        error: String(error), printed: String(printed), milliseconds, network: asked,
      };
    });

  /** Whether these are numbers, a list a layer, as many as the network has neurons. */
  function fits(activations, { sizes }) {
    return (
      Array.isArray(activations) &&
      activations.length === sizes.length - 1 &&
      activations.every((a, l) => Array.isArray(a) && a.length === sizes[l + 1] && a.every(Number.isFinite))
    );
  }

  /** Of a text that did not end when it ran last, and is not run before the reader says so: why. */
  function remembered(another) {
    if (store.get("unended") !== another) return "";
    [text, own] = [another, true];
    refuse(words("python.unended"));
    return failure;
  }

  sandbox.start().catch(() => {}); // while the page is still read; `start` tells what fails

  groundup.python = {
    start: () => sandbox.start(),
    stop: () => sandbox.stop(),
    take, run, ask, remembered,
    /** Fulfilled when all that was asked for until now is done. */
    idle: () => tail,
    get refused() { return failure; },
    original: recogniser(carried.network),
  };
}
