"use strict";
// Keys in a live diagram: from column to column, of which the lines into a unit are one, and up and down in it.
{
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** Where a key leads from a stop (null: from outside); null where it leads nowhere. */
  function walking({ scene, made, lines }, from, key) {
    const end = { Home: 0, End: -1 }[key];
    if (!(key in WAYS) && end === undefined) return null;
    if (!from) return scene.output === null ? { kind: "paper" } : { kind: "unit", l: scene.last, j: scene.output };
    const column = from.kind === "line" ? linesInto(lines, from) : unitsOf(scene, from);
    const at = column.findIndex((stop) => stop.kind === from.kind && stop.j === from.j && stop.k === from.k);
    if (end !== undefined) return column.at(end);
    const [x, y] = made.tall ? [...WAYS[key]].reverse() : WAYS[key];
    if (y) return column[Math.min(Math.max(at + y, 0), column.length - 1)];
    return x > 0 ? onwards(scene, lines, from) : back(scene, lines, from);
  }

  const linesInto = (lines, { l, j }) => lines.filter((line) => line.l === l && line.j === j).map(({ k }) => ({ kind: "line", l, j, k }));

  /** The stops of a column: the paper, units and others, outputs. */
  function unitsOf({ columns, outputs, last }, { kind, l }) {
    if (kind === "paper") return [{ kind }];
    if (l === last) return outputs.map(({ j }) => ({ kind: "unit", l, j }));
    const { units, others } = columns.find((column) => column.l === l);
    return [...units.map(({ j }) => ({ kind: "unit", l, j })), ...(others ? [{ kind: "others", l }] : [])];
  }

  /** Towards the outputs: from a unit to its line to the loudest unit above, or the output in question. */
  function onwards({ columns, outputs, output, last, first }, lines, from) {
    if (from.kind === "line") return { kind: "unit", l: from.l, j: from.j };
    if (from.l === last) return null;
    if (from.kind === "paper") return columns.length ? { kind: "unit", l: first, j: columns[0].units[0].j } : { kind: "unit", l: last, j: output ?? 0 };
    const above = from.l + 1;
    const k = from.kind === "others" ? "others" : from.j;
    if (above === last) return { kind: "line", l: above, j: output ?? outputs[0].j, k };
    const own = lines.filter((line) => line.l === above && line.k === k);
    const loudest = own.reduce((one, other) => (other.size > one.size ? other : one));
    return { kind: "line", l: above, j: loudest.j, k };
  }

  /** Towards the ink: from a unit to the largest of its lines, from a line to where it comes from. */
  function back({ columns }, lines, from) {
    if (from.kind === "paper") return null;
    if (from.kind === "line") {
      if (from.l === 0) return { kind: "paper" };
      return from.k === "others" ? { kind: "others", l: from.l - 1 } : { kind: "unit", l: from.l - 1, j: from.k };
    }
    const own = from.kind === "others" ? [] : lines.filter((line) => line.l === from.l && line.j === from.j && line.k !== "others");
    if (!own.length) return { kind: "paper" };
    const { l, j, k } = own.reduce((one, other) => (other.size > one.size ? other : one));
    return { kind: "line", l, j, k };
  }

  groundup.walking = walking;
}
