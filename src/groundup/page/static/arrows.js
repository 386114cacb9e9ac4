"use strict";
// What can be put onto a live diagram: numbers with the marker, arrows, rings, the curve of a neuron.
{
  const { painting, signed } = groundup;
  const EMPTY = 32; // pixels, of a place for a number where there is none
  const LEAST = 0.04; // of the largest, below which nothing is drawn

  /** A number where the picture had another: with the marker where it is the one that is told. */
  function label({ context, look, made, write }, text, x, y, { align = "center", colour = look.ink, mark = false, size = 12.5 } = {}) {
    context.font = `700 ${size}px ${look.font}`;
    const wide = Math.max(context.measureText(text).width + 10, text ? 0 : EMPTY);
    if (align === "center") x = painting.between(x, wide / 2, made.width);
    const left = { center: x - wide / 2, left: x - 5, right: x - wide + 5 }[align];
    context.clearRect(left, y - 9, wide, 18);
    if (mark) {
      context.fillStyle = look.mark;
      context.beginPath();
      context.roundRect(left, y - 9, wide, 18, 4);
      context.fill();
    }
    write(text, x, y, { align, colour: mark ? look.ink : colour, bold: true, size });
  }

  const colourOf = ({ look }, value) => (value < 0 ? look.more : look.less);

  /** The output that should be 1. */
  function ring({ context, look }, { x, y, r }) {
    context.setLineDash([4, 3]);
    context.strokeStyle = look.more;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, r + 4.5, 0, 7);
    context.stroke();
    context.setLineDash([]);
  }

  /** An arrow up, more, or down, less, from a place. */
  function arrow(pen, { x, y }, value, most, length) {
    const share = Math.abs(value) / most;
    if (share < LEAST) return;
    const { context, look } = pen;
    const way = value < 0 ? -1 : 1;
    const [end, wide] = [y + way * Math.max(9, length * share), 1.5 + 1.5 * share];
    context.fillStyle = colourOf(pen, value);
    context.strokeStyle = look.card;
    context.lineWidth = 2;
    context.beginPath();
    for (const [dx, at] of [[-wide, y], [-wide, end - way * 6], [-wide - 4, end - way * 6], [0, end + way * 3], [wide + 4, end - way * 6], [wide, end - way * 6], [wide, y]]) context.lineTo(x + dx, at);
    context.closePath();
    context.stroke();
    context.fill();
  }

  const labelOfUnit = (pen, place) => (pen.made.tall ? { x: place.x, y: place.tile.y - 10, size: 10.5 } : { x: place.dot.x - 8, y: place.y - (place.dot.r + 12), size: 11.5, align: "left" });

  /** A number at an output. */
  function atOutput(pen, k, text, how) {
    const { x, y, r, bar } = pen.made.outputs[k];
    if (bar) label(pen, text, bar.x + bar.width + 8, y, { align: "left", ...how });
    else label(pen, text, x, y + r + 12, { size: 10, ...how });
  }

  /** An arrow and a number at a neuron; a frame, where it is the one that is told. */
  function told(pen, place, isIt, value, most) {
    const { context, look, made } = pen;
    arrow(pen, place.dot, value, most, made.tall ? 18 : 22);
    const { x, y, ...how } = labelOfUnit(pen, place);
    if (isIt || !made.tall) label(pen, signed(value, 3), x, y, { ...how, mark: isIt, colour: look.quiet });
    if (!isIt) return;
    context.strokeStyle = look.ink;
    context.lineWidth = 2.2;
    context.beginPath();
    context.roundRect(place.tile.x - 1, place.tile.y - 1, place.tile.side + 2, place.tile.side + 2, 7);
    context.stroke();
  }

  function sigmoid({ context, look }, { x, y, side }, z, a, share) {
    const at = (value) => [x + side * (0.5 + value / 12), y + side * (0.88 - 0.76 / (1 + Math.exp(-value)))];
    context.save();
    context.beginPath();
    context.rect(x, y, side, side);
    context.clip();
    context.globalAlpha = share;
    context.strokeStyle = look.quiet;
    context.lineWidth = 1.5;
    context.beginPath();
    for (let value = -6; value <= 6; value += 0.4) context.lineTo(...at(value));
    context.stroke();
    const [px, py] = at(Math.min(Math.max(z, -5.4), 5.4));
    const [dx, dy] = [0.2 * side, 0.2 * 0.76 * 12 * a * (1 - a) * side];
    context.strokeStyle = context.fillStyle = look.ink;
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(px - dx, py + dy);
    context.lineTo(px + dx, py - dy);
    context.stroke();
    context.beginPath();
    context.arc(px, py, 3, 0, 7);
    context.fill();
    context.restore();
  }

  groundup.arrows = { LEAST, label, colourOf, ring, arrow, atOutput, told, sigmoid };
}
