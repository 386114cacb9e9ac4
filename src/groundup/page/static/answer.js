"use strict";
// The answer, large; the ten outputs as bars; and a sentence for screen readers once the pen rests.
{
  const { a, find, make } = groundup;

  const bars = Array.from({ length: 10 }, (_, digit) => {
    const fill = make("span", { className: "fill" });
    const value = make("span", { className: "value", textContent: "–" });
    const label = make("span", { className: "digit", textContent: digit });
    const row = make("li", {}, label, make("span", { className: "track" }, fill), value);
    find("bars").append(row);
    return { row, fill, value };
  });

  /** The words for a verdict: what is written large, and a line under it. */
  function words({ kind, digit, second }, outputs) {
    const sureness = outputs ? ` (${told(outputs[digit])})` : "";
    return {
      nothing: ["", "Draw a digit, and its reading appears here."],
      scribble: ["?", "Not sure: there is more ink here than in any digit."],
      dot: ["?", "Not sure: there is too little ink here for a digit."],
      other: ["?", "This looks like no digit."],
      low: ["?", `Not sure: it looks most like ${a(digit)}, and not much${sureness}.`],
      close: ["?", `Not sure: ${a(digit)} or ${a(second)}?`],
      own: [`${digit}`, `The Python says ${digit}, though ${second} has the largest output.`],
      sure: [`${digit}`, `That is ${a(digit)}${sureness}.`],
    }[kind];
  }

  /** An output as a share in percent, where it is one; not as all of it where it is less. */
  function told(output, over = "over ") {
    if (output < 1 && output >= 0.995) return `${over}99 %`;
    return output >= 0 && output <= 1 ? `${Math.round(100 * output)} %` : output.toFixed(2);
  }

  /** Shows a verdict and the outputs (null: they are not known). */
  function show(verdict, outputs) {
    const [large, line] = words(verdict, outputs);
    find("answer").textContent = large;
    find("sentence").textContent = line;
    find("reading").dataset.kind = verdict.kind;
    bars.forEach(({ row, fill, value }, digit) => {
      const output = outputs ? outputs[digit] : 0;
      fill.style.setProperty("--share", Math.min(Math.max(output, 0), 1));
      value.textContent = outputs ? told(output, "> ") : "–";
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
