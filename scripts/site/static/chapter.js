"use strict";
// Runs the blocks of a page by the drawing page's Python, in a worker, which this file brings with it.
{
  const { make } = groundup;
  groundup.texts = WORDS;
  for (const [name, textContent] of Object.entries(CARRIED)) {
    const carried = make("script", { type: "text/plain", textContent });
    carried.dataset.name = name;
    document.head.append(carried);
  }
  // A block that never ends is stopped within 3 seconds; on a slow machine, after so many lines. (A
  // chapter asks whether 200 steps are enough; 500 are, and run 1.55 million lines.)
  const LIMITS = { longest: 2500, grace: 500, many: 1_600_000 };
  const chapter = (groundup.chapter = { onLong() {}, run, stop: () => sandbox?.stop() });
  let sandbox = null;
  const called = (number, last) => (number === last ? "this block" : `block ${number + 1} of this page`);

  /** [printed, error] of the last of these texts, each of which sees what those before it have made. */
  async function run(texts) {
    sandbox ??= new groundup.Sandbox({ modules: ["bridge", "runner"], ...LIMITS, onLong: (long) => chapter.onLong(long) });
    for (const [number, code] of texts.entries()) {
      const file = called(number, texts.length - 1);
      const { value, failed, ended } = await sandbox.call("block", { code, file, first: number === 0 }, code, file);
      const [printed, error] = value ?? [[], ended ?? failed];
      if (error || number === texts.length - 1) return [printed.join(""), error];
    }
  }
}
