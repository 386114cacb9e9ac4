"use strict";
// Where everything of a live diagram is, in CSS pixels: the paper, a column of units a hidden layer, the outputs;
// from left to right, or on a narrow view from the top down.
{
  const NARROW = 600;
  const [BAR, NUMBERS] = [56, 46]; // widths, of an output's bar and of the number at it

  /** plan: {columns: [{units, others, tiles}], height}, how many units each column has, whether others are one more
   * node, and whether units have pictures; `outputTiles` where the outputs have. A geometry:
   *   tall, width, height
   *   paper      {x, y, side}
   *   columns    a list each of {x, y, tile: {x, y, side} | null, dot: {x, y, r}, into, out}, `others` the last
   *              of it where there are; `into` and `out` are where lines end and begin
   *   outputs    the same, without `out`, with {bar: {x, y, width}} on a wide view
   *   pixel(column, row)   a place on the paper, in pixels of the 28 */
  function geometry(width, plan) {
    const made = width < NARROW ? tall(width, plan) : wide(width, plan);
    const { paper } = made;
    return { ...made, width, pixel: (x, y) => ({ x: paper.x + (x * paper.side) / 28, y: paper.y + (y * paper.side) / 28 }) };
  }

  /** The middle of room i of `count` from one place to another. */
  const middle = (from, to, count, i) => from + ((to - from) * (i + 0.5)) / count;

  function wide(width, { columns, height, outputTiles }) {
    const side = Math.min(width * 0.25, height * 0.46, 260);
    const paper = { x: 12, y: (height - side) / 2, side };
    const right = width - (BAR + NUMBERS + 34);
    const [from, to] = [paper.x + side + 30, right - 30];
    return {
      tall: false, height, paper,
      columns: columns.map((column, c) => {
        const rows = column.units + (column.others ? 1 : 0);
        const step = (height - 34) / rows;
        const room = columns.length === 1 ? from + (to - from) * 0.52 : middle(from, to, columns.length, c);
        return Array.from({ length: rows }, (_, i) => across({ x: room, y: middle(26, height - 8, rows, i) }, column.tiles && i < column.units ? Math.min(60, step - 9) : 0, Math.min(9, step * 0.2)));
      }),
      outputs: Array.from({ length: 10 }, (_, o) => {
        const y = middle(26, height - 8, 10, o);
        const r = Math.min(15, (height / 10) * 0.34);
        const tile = outputTiles ? { x: right - r - 50, y: y - 20, side: 40 } : null;
        return { x: right, y, r, tile, into: { x: (tile?.x ?? right - r) - 1, y }, bar: { x: right + r + 9, y, width: BAR } };
      }),
    };
  }

  /** A unit whose tile is left of its dot. */
  function across({ x, y }, side, r) {
    const tile = side ? { x: x - side / 2, y: y - side / 2, side } : null;
    const dot = { x: side ? x + side / 2 + r + 7 : x, y, r: side ? r : r + 3 };
    return { x, y, tile, dot, into: { x: tile ? tile.x - 1 : dot.x - dot.r - 1, y }, out: { x: dot.x + dot.r, y } };
  }

  function tall(width, { columns, outputTiles }) {
    const side = Math.min(150, width * 0.42);
    const paper = { x: (width - side) / 2, y: 6, side };
    let y = paper.y + side;
    const placed = columns.map((column) => {
      const rows = column.units + (column.others ? 1 : 0);
      const size = column.tiles ? Math.min(46, width / rows - 9) : 0;
      y += 64 + size;
      const row = Array.from({ length: rows }, (_, i) => down({ x: middle(2, width - 2, rows, i), y: y - size / 2 }, i < column.units ? size : 0, Math.min(7.5, width / rows / 4)));
      y += 18;
      return row;
    });
    const r = Math.min(15, width / 10 / 2 - 3);
    y += 76 + r;
    const outputs = Array.from({ length: 10 }, (_, o) => {
      const x = middle(2, width - 2, 10, o);
      const tile = outputTiles ? { x: x - r, y: y - 3 * r - 6, side: 2 * r } : null;
      return { x, y, r, tile, into: { x, y: (tile?.y ?? y - r) - 1 }, bar: null };
    });
    return { tall: true, height: y + r + 26, paper, columns: placed, outputs };
  }

  /** A unit whose tile is above its dot. */
  function down({ x, y }, side, r) {
    const tile = side ? { x: x - side / 2, y: y - side / 2, side } : null;
    const dot = { x, y: side ? y + side / 2 + r + 5 : y, r };
    return { x, y, tile, dot, into: { x, y: tile ? tile.y - 1 : dot.y - r - 1 }, out: { x, y: dot.y + r } };
  }

  /** The two handles of the curve from one place to another. */
  function handles({ tall: down }, a, b) {
    const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
    return down ? [{ x: a.x, y }, { x: b.x, y }] : [{ x, y: a.y }, { x, y: b.y }];
  }

  /** The point of that curve at t, from 0 to 1. */
  function along(made, a, b, t) {
    const [one, other] = handles(made, a, b);
    const s = 1 - t;
    const at = (name) => s ** 3 * a[name] + 3 * s * s * t * one[name] + 3 * s * t * t * other[name] + t ** 3 * b[name];
    return { x: at("x"), y: at("y") };
  }

  groundup.geometry = { of: geometry, handles, along };
}
