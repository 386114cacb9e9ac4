"use strict";
// Puts the parts together: a drawing becomes pixels, Python reads them, the page shows what it said.
//
// `groundup.setNetwork({sizes, activations, w, b, recogniser})` has another network answer from
// now on: w[l] a Float32Array of (n_out × n_in), a row after the other, b[l] one of (n_out);
// `recogniser`, the text for its activations, where they are not those of the network before.
// `groundup.ready` is a promise, fulfilled when the page has checked itself and answers.
{
  const { answer, corrections, decode, editor, find, ink, layers, preprocess, python } = groundup;
  const { reasons, shelf, store, verdict, why, words } = groundup;
  const SLOW = 400; // milliseconds
  let working = false; // whether the self-check is passed
  let waiting = false;
  let last = null; // {strokes, pixels, mark, sentence} that was read last
  let pause = 0; // milliseconds left to the pen between two readings
  let slow = false; // whether reading holds up the pen for so long that it waits until it rests

  /** Reads the drawing soon, and no more than half of the time. */
  function readSoon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => setTimeout(readIfWaiting, pause));
  }

  function readIfWaiting() {
    if (!waiting) return;
    waiting = false;
    read(ink.strokes);
  }

  function read(strokes) {
    if (!working || groundup.failed) return;
    const pixels = preprocess(strokes);
    const drawn = pixels.some((value) => value > 0);
    last = drawn ? { strokes: structuredClone(strokes), pixels } : null;
    find("sheet").classList.toggle("drawn", strokes.length > 0);
    if (!drawn) {
      showReading({ kind: "nothing" }, pixels, null);
      return;
    }
    const { digit, activations, error, printed, milliseconds } = python.ask(pixels);
    pause = Math.min(100, milliseconds);
    slow = milliseconds > SLOW;
    editor.showError(error, printed);
    find("timing").textContent = error ? "" : words("app.timing", { milliseconds: Math.round(milliseconds) });
    if (error || digit === null || digit < 0 || digit > 9) {
      showReading({ kind: "nothing" }, pixels, null);
      answer.showNone(words(error ? "app.error" : digit === null ? "app.none" : "app.answered", { digit }));
    } else {
      showReading(verdict.judge(pixels, digit, activations), pixels, activations);
    }
    Object.assign(last, { mark: find("answer").textContent, sentence: find("sentence").textContent });
  }

  const readers = [];
  /** Calls back with {pixels, strokes, digit, kind} of each reading, `digit` undefined where there is none;
   * the pixels are null where nothing is drawn, and `kind` is the verdict's. */
  groundup.onReading = (listener) => readers.push(listener);

  function showReading(judged, pixels, activations) {
    const { kind, digit, second } = judged;
    groundup.reading = { pixels: last && pixels, strokes: last?.strokes, digit, kind };
    for (const listener of readers) listener(groundup.reading);
    const explained =
      activations && second !== undefined
        ? reasons.explain(groundup.network, pixels, digit, second)
        : null;
    answer.show(judged, activations && activations.at(-1));
    why.show(judged, explained);
  }

  ink.listen((strokes, kind) => {
    if (kind === "clear" || kind === "load") {
      if (last?.mark !== undefined) shelf.keep(last.strokes, last);
    }
    if (kind !== "drawn") {
      store.put("drawing", strokes.length ? strokes : null);
      readNow();
    } else if (!slow) readSoon();
  });

  /** The pen rests: reads, and says it aloud. */
  function readNow() {
    waiting = true;
    readIfWaiting();
    answer.say();
  }

  function runCode() {
    if (!working) return;
    editor.run();
    readNow();
  }

  find("undo").addEventListener("click", ink.undo);
  find("clear").addEventListener("click", ink.clear);
  find("run").addEventListener("click", runCode);
  find("reset-code").addEventListener("click", () => {
    editor.reset();
    runCode();
  });
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("textarea, input");
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "Enter") runCode();
    else if (command && !event.shiftKey && event.key.toLowerCase() === "z" && !writing) ink.undo();
    else if (event.key === "Escape" && !writing) ink.clear();
    else return;
    event.preventDefault();
  });
  if (matchMedia("(max-width: 699px)").matches) {
    for (const part of document.querySelectorAll("#draw details:not(.more)")) part.open = false;
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readSoon();
    corrections.show();
  });

  function use(network) {
    groundup.network = network;
    python.take(network);
  }

  groundup.setNetwork = async (network) => {
    await groundup.ready;
    use(network);
    if (network.recogniser && network.recogniser !== python.original) {
      editor.replace(network.recogniser);
      editor.run();
    }
    readSoon(); // not said aloud: it may learn, and be another in a moment
  };

  async function start() {
    await python.start();
    use(decode.network(groundup.carried.network));
    find("about").textContent = groundup.carried.about = layers.about(groundup.carried.network);
    const problem = await groundup.selfCheck();
    if (problem) throw new Error(problem);
    working = true;
    editor.run();
    if (store.get("drawing")) ink.load(store.get("drawing"));
    else readNow();
    document.documentElement.dataset.ready = Math.round(performance.now());
  }

  groundup.ready = new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => start().then(resolve, groundup.fail)));
  });
}
