"use strict";
// What is marked in a live diagram: a ring around what one points at, and around what a line's number is made of.
{
  const { contributions, formulas, geometry, layers, painting, strands } = groundup;

  /** What is marked, with a ring around it; of a line its number, and what it is made of. */
  function mark(pen, { kind, l, j = kind, k }) {
    const { context, made, look, scene } = pen;
    context.strokeStyle = look.accent;
    context.lineWidth = 2.5;
    if (kind === "paper") return frame(context, made.paper, 3);
    if (kind === "line") return markLine(pen, pen.lines.find((line) => line.l === l && line.j === j && line.k === k));
    const place = strands.placeOf(scene, made, l, j);
    if (place?.tile) frame(context, place.tile, 3);
    else if (place) circle(context, place.dot ?? { x: place.x, y: place.y, r: place.r });
    if (l === 0 && layers.seeing(scene.network, 0)) frame(context, patch(scene, made, j), 0);
  }

  function frame(context, { x, y, side }, more) {
    context.beginPath();
    context.roundRect(x - more, y - more, side + 2 * more, side + 2 * more, 2 * more);
    context.stroke();
  }

  function circle(context, { x, y, r }) {
    context.beginPath();
    context.arc(x, y, r + 4, 0, 7);
    context.stroke();
  }

  /** Where on the paper filter j found most. */
  function patch({ network, passed }, made, j) {
    const start = passed.largest[0][contributions.placeOf(network, passed, 0, j)];
    return { ...made.pixel(start % 28, Math.floor(start / 28)), side: (layers.seeing(network, 0).k * made.paper.side) / 28 };
  }

  function markLine(pen, line) {
    if (!line) return;
    const { context, made, scene } = pen;
    const { l, k } = line;
    if (l === 0) frame(context, { ...made.pixel(7 * (k % 4), 7 * Math.floor(k / 4)), side: made.paper.side / 4 }, 0);
    else circle(context, strands.placeOf(scene, made, l - 1, k).dot);
    const { x, y } = geometry.along(made, line.from, line.to, 0.5);
    painting.label(pen, formulas.signed(line.value), x, y);
  }

  Object.assign(painting, { mark });
}
