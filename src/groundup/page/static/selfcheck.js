"use strict";
// The page holds itself to known answers before it gives any: drawings and their pixels, digits
// and the network's outputs. A file that was changed or cut, or a browser that computes otherwise,
// is noticed.
{
  const { a, carried, decode, preprocess, python, words } = groundup;
  const TOLERANCE = 1e-9;

  /** "" where all is right, else what is wrong. */
  async function check() {
    for (const { label, strokes, pixels } of carried.examples) {
      if (!same(preprocess(strokes), decode.bytes(pixels))) {
        return words("fails.pixels", { digit: a(label) });
      }
    }
    const error = await python.run(python.original);
    if (error) return words("fails.run", { error: error.split("\n").at(-1) });
    for (const { label, pixels, outputs } of carried.answers) {
      const { activations, digit, error } = await python.ask(decode.bytes(pixels));
      if (error) return words("fails.ask", { error: error.split("\n").at(-1) });
      const said = activations?.at(-1);
      if (!said || !near(said, outputs) || digit !== outputs.indexOf(Math.max(...outputs))) {
        return words("fails.answer", { digit: label });
      }
    }
    return "";
  }

  function same(ours, theirs) {
    return ours.length === theirs.length && ours.every((value, i) => value === theirs[i]);
  }

  function near(ours, theirs) {
    return ours.every((value, i) => Math.abs(value - theirs[i]) <= TOLERANCE * Math.max(1, Math.abs(theirs[i])));
  }

  groundup.selfCheck = check;
}
