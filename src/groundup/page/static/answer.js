"use strict";
// The answer, large; the ten outputs as bars; and a sentence for screen readers once the pen rests.
{
  const { a, find, make, words } = groundup;

  const bars = Array.from({ length: 10 }, (_, digit) => {
    const fill = make("span", { className: "fill" });
    const value = make("span", { className: "value", textContent: "–" });
    const label = make("span", { className: "digit", textContent: digit });
    const row = make("li", {}, label, make("span", { className: "track" }, fill), value);
    find("bars").append(row);
    return { row, fill, value };
  });

  /** What is said for a verdict: what is written large, and a line under it. */
  function lines({ kind, digit, second }, outputs) {
    const large = { nothing: "", own: `${digit}`, sure: `${digit}` }[kind] ?? "?";
    const sureness = outputs ? words("answer.sureness", { output: told(outputs[digit]) }) : "";
    return [large, words(`answer.${kind}`, { digit, second, a: a(digit), aSecond: a(second), sureness })];
  }

  /** An output as a share in percent, where it is one; not as all of it where it is less. */
  function told(output, most = words("answer.most")) {
    if (output < 1 && output >= 0.995) return most;
    return output >= 0 && output <= 1 ? `${Math.round(100 * output)}\u00a0%` : output.toFixed(2);
  }

  /** Shows a verdict and the outputs (null: they are not known). */
  function show(verdict, outputs) {
    const [large, line] = lines(verdict, outputs);
    find("answer").textContent = large;
    find("sentence").textContent = line;
    find("reading").dataset.kind = verdict.kind;
    bars.forEach(({ row, fill, value }, digit) => {
      const output = outputs ? outputs[digit] : 0;
      fill.style.setProperty("--share", Math.min(Math.max(output, 0), 1));
      value.textContent = outputs ? told(output, "> 99\u00a0%") : "–";
      row.classList.toggle("first", Boolean(outputs) && digit === verdict.digit);
    });
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

  groundup.answer = { show, showNone, say };
}
