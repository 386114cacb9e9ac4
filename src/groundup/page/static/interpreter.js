"use strict";
// In a worker, before Brython: Python for the page (sandbox.js). A question comes as { id, what, given, limit }; the
// limit is that of a text of the reader's, null for the page's own work. It is answered by { id, value }, plain data,
// or { id, failed }. While a text of the reader's runs, { id, line } says where it is, so that the page knows it where
// the worker has to be ended; { id } alone, that it goes on.
{
  const BEAT = 250; // milliseconds from one sign of life to the next
  const LINES = 50; // that are told without a pause, whichever they are; then one a millisecond
  const OFTEN = 4; // lines from one look at the clock to the next
  // On a slow machine what is right takes long, too. So late is only what has run many lines, or so few in a millisecond
  // that they are long: such as no machine makes of short ones; or what takes longer than any machine needs.
  const [MANY, FEW, MOST] = [800_000, 50, 10_000];
  const [PARTS, LETTERS] = [200_000, 4000]; // the most of an answer: things in lists, letters of a text
  const { backward } = groundup;
  const post = self.postMessage.bind(self);
  for (const name of ["postMessage", "close", "Worker", "BroadcastChannel"]) delete self[name]; // no text of the reader's floods the page, or falls silent
  self.__BRYTHON__ = { brython_path: "data:/" }; // it is here, not beside the page
  let [inside, float, list] = [null, Number, (values) => values];
  let network = null;
  let run = null; // of the reader's text: { id, began, limit, late, seen, lines, next, room, looked, beat, exact }

  /** Brython tells each line before it runs it. There, but not in the page's own, a text can be stopped, and again,
   * where it catches the error and goes on; and told are the lines that it has not been at before, others where there
   * is room. */
  function watch() {
    const tell = inside.set_lineno;
    inside.set_lineno = (frame, line, kind) => {
      const told = tell(frame, line, kind);
      if (!run) return told;
      const file = frame.__file__;
      const own = file === "<string>";
      if (own) say(line);
      run.lines++;
      if (!own && file !== "given" && !file?.startsWith("VFS.")) return told;
      if (run.late || run.lines >= run.next) look();
      return told;
    };
  }

  function say(line) {
    const isNew = !run.seen[line];
    if (isNew) run.seen[line] = true;
    if (isNew || run.room >= 1) {
      if (!isNew) run.room--;
      post({ id: run.id, line, exact: (run.exact = true) });
    } else if (run.exact) post({ id: run.id, line, exact: (run.exact = false) });
  }

  /** At the clock: time makes room for lines to be told, and comes to an end. */
  function look() {
    const now = performance.now();
    run.room = Math.min(LINES, run.room + now - run.looked);
    run.looked = now;
    run.next = run.lines + OFTEN;
    const { milliseconds, many = MANY, said } = run.limit;
    const took = now - run.began;
    run.late ||= took > milliseconds && (run.lines > many || run.lines < FEW * took || took > MOST);
    if (run.late) inside.RAISE(inside.builtins.TimeoutError, (run.said = said.replace("{seconds}", Math.floor(took / 1000))));
    if (now < run.beat) return;
    run.beat = now + BEAT;
    post({ id: run.id });
  }

  /** Numbers, or lists of such, as Python's. */
  const toPython = (value) => (typeof value === "number" ? float(value) : list(Array.from(value, toPython)));

  /** Numbers as Python's lists of lists, of that shape. */
  function nested(flat, [count, ...shape]) {
    if (!shape.length) return list(Array.from(flat, float));
    const part = flat.length / count;
    return list(Array.from({ length: count }, (_, j) => nested(flat.subarray(j * part, (j + 1) * part), shape)));
  }

  /** A copy in plain data: numbers, texts, lists of such; null in place of anything else. */
  function plain(value, room = { left: PARTS }) {
    if (typeof value === "number" || typeof value === "boolean") return value;
    if (typeof value === "string") return value.length > LETTERS ? `${value.slice(0, LETTERS)}…` : value;
    if (!Array.isArray(value) || (room.left -= value.length) < 0) return null;
    return Array.from(value, (part) => plain(part, room));
  }

  /** What the network makes of x (784,), for Python: the activations after it, a list a layer. */
  groundup.activations = (x) => backward.forward(network, x).a.slice(1).map((a) => Array.from(a));
  groundup.convolves = () => Boolean(network.shapes);

  /** Why the reader's text was stopped; "" where it was not. (In Brython, a generator that is stopped ends in
   * StopIteration.) */
  groundup.late = () => run?.said ?? "";

  const ANSWERS = {
    /** modules: texts of the page's Python by name. */
    start({ modules, given }) {
      inside = self.__BRYTHON__;
      inside.protocol = "file"; // so an import looks for nothing beyond this page, served or not
      self.brython({ debug: 0, indexeddb: false });
      list = inside.$list ?? list;
      float = inside.fast_float ?? ((value) => inside.builtins.float.$factory(value));
      for (const [name, text] of Object.entries(modules)) inside.runPythonSource(text, name);
      watch();
      if (given !== null) groundup.pupil.give(given);
    },
    take(another) {
      network = another;
      const { sizes, w, b } = network;
      const shapes = network.shapes ?? sizes.slice(1).map((count, l) => [count, sizes[l]]);
      groundup.bridge.take(list(w.map((flat, l) => nested(flat, shapes[l]))), list(b.map((bl) => nested(bl, [bl.length]))));
    },
    run: (text) => groundup.bridge.run(text),
    ask: (pixels) => groundup.bridge.ask(list(Array.from(pixels, (ink) => float(ink / 255)))),
    load: (text) => groundup.pupil.run(text),
    answer: ({ w, b, batch }) => groundup.pupil.answer(toPython(w), toPython(b), toPython([batch.xs, batch.ys])),
    step: ({ w, b, batch, eta }) => groundup.pupil.step(toPython(w), toPython(b), toPython([batch.xs, batch.ys]), float(eta)),
    begin: ({ w, b }) => groundup.pupil.begin(toPython(w), toPython(b)),
    learn: ({ xs, ys, eta }) => groundup.pupil.learn(toPython(xs), toPython(ys), float(eta)),
    gradient: ({ x, y }) => groundup.pupil.gradient(toPython(x), toPython(y)),
    block: ({ code, file, first }) => groundup.chapter.block(code, file, first), // of the guide
  };

  self.onmessage = ({ data: { id, what, given, limit } }) => {
    const now = performance.now();
    if (limit) run = { id, began: now, limit, late: false, seen: [], lines: 0, next: 0, room: LINES, looked: now, beat: 0, exact: true };
    try {
      const value = ANSWERS[what](given);
      run = null;
      post({ id, value: plain(value) });
    } catch (error) {
      run = null;
      post({ id, failed: plain(String(error?.message ?? error)) });
    }
  };
}
