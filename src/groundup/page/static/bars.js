"use strict";
// The ten outputs twice, before and after: {element, show(before, after, target)}.
{
  const { formulas, make, words } = groundup;
  const share = (output) => Math.min(Math.max(output, 0), 1);

  groundup.twoBars = () => {
    const rows = Array.from({ length: 10 }, (_, digit) => {
      const [before, after] = ["before", "after"].map((name) => make("span", { className: `fill ${name}` }));
      const value = make("span", { className: "value" });
      const tracks = make("span", { className: "tracks" }, make("span", { className: "track" }, before), make("span", { className: "track" }, after));
      const row = make("li", {}, make("span", { className: "digit", textContent: digit }), tracks, value);
      return { row, before, after, value };
    });
    const keys = make("p", { className: "quiet" }, make("span", { className: "key-before", textContent: words("bars.before") }), make("span", { className: "key-after", textContent: words("bars.after") }));
    const element = make("div", { className: "two-bars" }, keys, make("ol", { className: "before-after", aria: { label: words("bars.outputs") } }, ...rows.map(({ row }) => row)));

    /** Outputs (10,) before, and after where something has changed, else null; `target` is set off. */
    function show(first, then, target) {
      rows.forEach(({ row, before, after, value }, digit) => {
        before.style.setProperty("--share", share(first[digit]));
        after.style.setProperty("--share", share((then ?? first)[digit]));
        const [was, is] = [first, then ?? first].map((outputs) => formulas.short(outputs[digit]));
        value.textContent = was === is ? is : `${was} → ${is}`;
        row.classList.toggle("first", digit === target);
      });
    }
    return { element, show };
  };
}
