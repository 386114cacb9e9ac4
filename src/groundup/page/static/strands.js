"use strict";
// The lines of a live diagram: where each begins and ends, what it adds, and how thick that makes it. A line is
// from a square of ink to a unit, from a unit to one above, or from the other units of a layer together.
{
  const { contributions, geometry } = groundup;
  const REACH = 7; // pixels from a line at which it is pointed at

  /** Where unit j of layer l is, in the picture: what `geometry` says of it, or undefined. */
  function placeOf(scene, made, l, j) {
    if (l === scene.last) return made.outputs[j];
    const column = scene.columns.findIndex((one) => one.l === l);
    if (column < 0) return undefined;
    const at = j === "others" ? scene.columns[column].units.length : scene.columns[column].units.findIndex((unit) => unit.j === j);
    return made.columns[column][at];
  }

  /** All lines, {l, j, k, value, size, from, to}: into unit j of layer l, from unit k of the layer below, or
   * "others", or square k of the ink; `size` is its share of the largest value of its layer, of the outputs that of
   * the lines to the one in question. */
  function strands(scene, made) {
    const found = [];
    const groups = [...scene.columns.map(({ units }) => units), scene.outputs];
    for (const units of groups) {
      const { l } = units[0];
      const own = l === 0 ? fromInk(scene, made, units) : fromUnits(scene, made, units);
      const asked = own.filter(({ j }) => l < scene.last || scene.output === null || j === scene.output);
      const most = asked.reduce((larger, { value }) => Math.max(larger, Math.abs(value)), 1e-9);
      for (const line of own) found.push({ ...line, l, size: Math.abs(line.value) / most });
    }
    return found;
  }

  function fromInk(scene, made, units) {
    return units.flatMap(({ j, terms }) => {
      const middles = contributions.middles(scene.network, scene.passed, j);
      const { into: to } = placeOf(scene, made, 0, j);
      return middles.flatMap((middle, k) => (middle ? [{ j, k, value: terms[k], from: made.pixel(middle.x, middle.y), to }] : []));
    });
  }

  function fromUnits(scene, made, units) {
    const { l } = units[0];
    const below = scene.columns.find((column) => column.l === l - 1);
    if (!below) return []; // layers that are not shown are between
    return units.flatMap(({ j, terms, rest }) => {
      const { into: to } = placeOf(scene, made, l, j);
      const own = below.units.map(({ j: k }) => ({ j, k, value: terms[k], from: placeOf(scene, made, l - 1, k).out, to }));
      if (below.others) own.push({ j, k: "others", value: rest, from: placeOf(scene, made, l - 1, "others").out, to });
      return own;
    });
  }

  /** The line nearest to a point, of those that `seen` allows; null where none is near. */
  function nearest(lines, made, { x, y }, seen) {
    let [best, near] = [null, REACH];
    for (const line of lines) {
      if (!seen(line)) continue;
      for (let t = 0.04; t < 1; t += 0.04) {
        const at = geometry.along(made, line.from, line.to, t);
        const away = Math.hypot(at.x - x, at.y - y) - line.size * 3;
        if (away < near) [best, near] = [line, away];
      }
    }
    return best;
  }

  groundup.strands = { of: strands, placeOf, nearest };
}
