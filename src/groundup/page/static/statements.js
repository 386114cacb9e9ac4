"use strict";
// The statements of backprop as the Backprop tab goes through them: their text for a network, the lines
// that they stand in, and in which order and layers they run.
{
  const { lesson } = groundup.carried;

  /** {text, lines, of}: the Python for a network, its lines, and by a statement's name its own line. */
  function listing({ activations, cost }) {
    const changes = [];
    if (activations.at(-1) === "softmax") changes.push(lesson.softmax);
    if (cost === "cross-entropy") changes.push(lesson.cross_entropy);
    const text = changes.reduce((before, [old, now]) => before.replace(old, () => now), lesson.backprop);
    const now = (line) => changes.reduce((found, [old, other]) => (found === old.trim() ? other.trim() : found), line);
    const lines = text.trimEnd().split("\n");
    const of = Object.fromEntries(
      Object.entries(lesson.statements).map(([name, line]) => {
        const own = now(line);
        return [name, { text: own, number: lines.findIndex((one) => one.trim() === own) + 1 }];
      }),
    );
    return { text, lines, of };
  }

  /** [{name, l}] in the order in which they run; l is the layer, and one for both `dw` and `db`. */
  function steps(layers) {
    const last = layers - 1;
    const below = Array.from({ length: last }, (_, i) => last - 1 - i);
    const every = Array.from({ length: layers }, (_, l) => l);
    return [
      ...every.flatMap((l) => [{ name: "z", l }, { name: "a", l }]),
      { name: "error", l: last },
      { name: "delta_last", l: last },
      ...below.flatMap((l) => [{ name: "sent", l }, { name: "delta", l }]),
      ...every.map((l) => ({ name: "dw", l })),
      ...every.map((l) => ({ name: "db", l })),
    ];
  }

  groundup.statements = { listing, steps };
}
