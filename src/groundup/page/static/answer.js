"use strict";
// The answer, large; a line under it; and a sentence for screen readers once the pen rests.
{
  const { a, find, words } = groundup;

  /** An activation, as a sentence has it. */
  const inWords = (a) => groundup.formulas.short(a, words("answer.most"));

  /** What is said for a verdict: what is written large, and a line under it. */
  function lines({ kind, digit, second }, outputs) {
    const large = { nothing: "", own: `${digit}`, sure: `${digit}` }[kind] ?? "?";
    const output = outputs && inWords(outputs[digit]);
    const said = kind === "sure" && !outputs ? "plain" : kind;
    return [large, words(`answer.${said}`, { digit, second, a: a(digit), aSecond: a(second), output })];
  }

  /** Shows a verdict and the outputs (null: they are not known). */
  function show(verdict, outputs) {
    const [large, line] = lines(verdict, outputs);
    find("answer").textContent = large;
    find("sentence").textContent = line;
    find("reading").dataset.kind = verdict.kind;
  }

  /** What the recogniser's text could not answer. */
  function showNone(line) {
    show({ kind: "nothing" }, null);
    find("sentence").textContent = line;
    find("reading").dataset.kind = "none";
  }

  /** Says it: called when the pen rests, not while it moves. */
  function say() {
    find("said").textContent = find("sentence").textContent;
  }

  groundup.answer = { show, showNone, say, inWords };
}
