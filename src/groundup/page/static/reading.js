"use strict";
// Drawing to answer: a drawing becomes pixels, Python is asked, and the page shows what it said. One question is in
// flight; of what is drawn meanwhile the newest is read next, so that the answer is never far behind the pen.
{
  const { answer, editor, find, ink, layers, preprocess, python } = groundup;
  const { reasons, shelf, verdict, why, words } = groundup;
  let working = false; // whether the self-check is passed
  let waiting = null; // a promise: of the next frame, which reads
  let asking = null; // a promise: that all there is to ask is answered
  let next = null; // what Python has not been asked yet, the newest drawing
  let last = null; // {strokes, pixels, aloud, gone, mark, sentence} that is on the paper

  /** Reads the drawing in the next frame. */
  function soon() {
    waiting ??= new Promise((resolve) => {
      requestAnimationFrame(() => {
        if (waiting) read();
        resolve();
      });
    });
  }

  /** aloud: once it is answered, it is said to screen readers too. */
  function read(aloud = false) {
    waiting = null;
    if (!working || groundup.failed) return;
    const { strokes } = ink;
    const pixels = preprocess(strokes);
    const drawn = pixels.some((value) => value > 0);
    last = drawn ? { strokes: structuredClone(strokes), pixels, aloud: aloud || Boolean(next?.aloud) } : null;
    next = last;
    find("sheet").classList.toggle("drawn", strokes.length > 0);
    if (drawn) asking ??= ask().finally(() => (asking = null));
    else {
      show({ kind: "nothing" }, { pixels });
      if (aloud) answer.say();
    }
  }

  async function ask() {
    for (let one; (one = next) && !groundup.failed; ) {
      next = null;
      const said = await python.ask(one.pixels);
      const other = layers.written(said.network) !== layers.written(groundup.network);
      if (other) next ??= last; // there is another network now
      else if (last && !one.gone) tell(one, said);
    }
  }

  /** Shows what Python said of a drawing. */
  function tell(one, { digit, activations, error, printed, milliseconds, network }) {
    editor.showError(error, printed);
    find("timing").textContent = error ? "" : words("app.timing", { milliseconds: Math.round(milliseconds) });
    if (error || digit === null || digit < 0 || digit > 9) {
      show({ kind: "nothing" }, one);
      answer.showNone(words(error ? (python.refused ? "app.refused" : "app.error") : digit === null ? "app.none" : "app.answered", { digit }));
    } else {
      show(verdict.judge(one.pixels, digit, activations), one, activations, network);
    }
    Object.assign(one, { mark: find("answer").textContent, sentence: find("sentence").textContent });
    if (one.aloud) answer.say();
  }

  const readers = [];
  /** Calls back with {pixels, strokes, digit, kind} of each reading, `digit` undefined where there is none;
   * the pixels are null where nothing is drawn, and `kind` is the verdict's. */
  groundup.onReading = (listener) => readers.push(listener);

  function show(judged, { pixels, strokes }, activations = null, network = null) {
    const { kind, digit, second } = judged;
    groundup.reading = { pixels: strokes ? pixels : null, strokes, digit, kind };
    for (const listener of readers) listener(groundup.reading);
    const explained = activations && second !== undefined ? reasons.explain(network, pixels, digit, second) : null;
    answer.show(judged, activations && activations.at(-1));
    why.show(judged, explained);
  }

  /** The paper is cleared, or gets another drawing: what was read there is kept. */
  function leave() {
    if (last?.mark !== undefined) shelf.keep(last.strokes, last);
    if (last) last.gone = true; // an answer comes too late
  }

  /** Fulfilled when the text has run, and what is drawn has been read. */
  groundup.answered = async () => {
    while (!groundup.failed && (waiting || asking)) await (asking ?? waiting);
    await python.idle();
  };

  groundup.read = { soon, now: () => read(true), leave, begin: () => (working = true) };
}
