"use strict";
// The Python that the page runs, for any activations: what groundup/page/recogniser.py writes.
{
  const { functions, text, seeing } = groundup.carried.recogniser;

  groundup.recogniser = ({ activations, shapes }) => {
    if (shapes) return seeing.trim();
    const names = [...new Set(activations)];
    const several = names.length > 1;
    const used = names.map((name) => functions[name]).join("\n");
    const parts = {
      imports: used.includes("exp(") ? "from math import exp\n\n" : "",
      functions: used + (several ? `\nf = [${activations.join(", ")}]  # a function a layer\n` : ""),
      activate: several ? "f[l]" : names[0],
    };
    return text.replace(/\{(\w+)\}/g, (_, name) => parts[name]).trim();
  };
}
