"use strict";
// How a live diagram is painted: lines, tiles, dots, outputs, in the colours of the style sheet.
{
  const { geometry, words } = groundup;
  const THICK = 7; // of the largest line
  const THINNEST = 0.09; // thickness times opacity, less of which nobody would see
  const NAMES = ["paper", "card", "ink", "quiet", "line", "tile", "for", "against", "accent", "mark", "more", "less"];

  /** The colours of now, by their names in the style sheet; `font`, `mono`; and `rgb(name)`. */
  function look() {
    const style = getComputedStyle(document.documentElement);
    const colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    const rgb = (name) => [1, 3, 5].map((i) => parseInt(colours[name].slice(i, i + 2), 16));
    return { ...colours, pair: [rgb("against"), rgb("for")], inkRgb: rgb("ink"), font: getComputedStyle(document.body).fontFamily, mono: style.getPropertyValue("--mono") };
  }

  /** Paints: pen = {context, made (the geometry), look}. */
  function curve({ context, made }, a, b, colour, width, opacity) {
    if (width * opacity < THINNEST) return;
    const [one, other] = geometry.handles(made, a, b);
    context.globalAlpha = Math.min(1, opacity);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.bezierCurveTo(one.x, one.y, other.x, other.y, b.x, b.y);
    context.stroke();
    context.globalAlpha = 1;
  }

  /** within: the width of the picture, where text around x might leave it. */
  function write({ context, look: { ink, font } }, text, x, y, { size = 13, colour = ink, align = "center", bold = false, within = null } = {}) {
    context.font = `${bold ? 700 : 400} ${size}px ${font}`;
    if (within) x = between(x, context.measureText(text).width / 2 + 1, within);
    context.textAlign = align;
    context.textBaseline = "middle";
    context.fillStyle = colour;
    context.fillText(text, x, y + 0.5);
  }

  /** x, or as near as can be where so much on both its sides is in the picture. */
  const between = (x, half, width) => Math.min(Math.max(x, half), width - half);

  /** Text on a mark of its own. */
  function label(pen, text, x, y, size = 13) {
    const { context, look: { mark, font } } = pen;
    context.font = `700 ${size}px ${font}`;
    const half = context.measureText(text).width / 2 + 6;
    context.fillStyle = mark;
    context.beginPath();
    context.roundRect(x - half, y - size * 0.8, 2 * half, size * 1.6, 4);
    context.fill();
    write(pen, text, x, y, { size, bold: true });
  }

  /** A dot on paper, so full of a colour. */
  function dot({ context, look: { paper, ink } }, { x, y }, r, share, edge = ink, colour = ink, width = 1.3) {
    context.beginPath();
    context.arc(x, y, r, 0, 7);
    context.fillStyle = paper;
    context.fill();
    context.globalAlpha = share;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = edge;
    context.lineWidth = width;
    context.stroke();
  }

  /** A line, as thick as what it adds; those to the output in question plainly, others pale. */
  function strand(pen, { l, j, value, size: share, from, to }, scene, marked, fade) {
    const size = Math.min(share, 1.5); // of another output's lines, all that is more is as thick
    const main = l < scene.last || scene.output === null || j === scene.output;
    if (!main && !scene.settled && size < 0.3) return; // while the pen moves, what matters
    const colour = value < 0 ? pen.look.against : pen.look.for;
    const opacity = l === 0 && scene.columns.length ? 0.16 + 0.5 * size : main ? 0.25 + 0.6 * size : 0.07 + 0.1 * Math.min(size, 1);
    const width = (l === 0 ? 0.5 : 1) * THICK * size;
    if (marked === null) curve(pen, from, to, colour, width, opacity * fade);
    else curve(pen, from, to, colour, marked ? Math.max(width, 1.2) : width, marked ? Math.max(0.75, opacity) : opacity * 0.25 * fade);
  }

  function tile({ context, look: { paper, line } }, { x, y, side }, picture, opacity) {
    context.fillStyle = paper;
    context.strokeStyle = line;
    context.lineWidth = 1.2;
    context.beginPath();
    context.roundRect(x, y, side, side, Math.min(10, side / 7));
    context.fill();
    if (picture) {
      context.save();
      context.clip();
      context.imageSmoothingEnabled = false;
      context.globalAlpha = opacity;
      context.drawImage(picture, x, y, side, side);
      context.restore();
    }
    context.stroke();
  }

  /** What a neuron or a filter sees, for a tile: its weights, faint, and strong where there is ink; or where a filter
   * found what it looks for. values: of side² pixels; strong: how much each is seen, from 0 to 1. */
  function tilePicture(canvas, values, strong, { pair }, scale) {
    const side = Math.round(Math.sqrt(values.length));
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const image = new ImageData(side, side);
    for (let k = 0; k < values.length; k++) {
      const colour = pair[values[k] > 0 ? 1 : 0];
      image.data.set(colour, 4 * k);
      image.data[4 * k + 3] = 255 * Math.min(1, Math.abs(values[k] / scale) * strong(k));
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  }

  /** The others of a layer together: how many they are. */
  function others(pen, { x, y, dot: { r } }, count) {
    const { context, look: { tile: ground, line, quiet } } = pen;
    const size = pen.made.tall ? 11 : 12;
    context.font = `400 ${size}px ${pen.look.font}`;
    const text = pen.made.tall ? words("living.more", { count }) : words("living.others", { count });
    const half = context.measureText(text).width / 2 + (pen.made.tall ? 3 : 6);
    const middle = pen.made.tall ? Math.min(x, pen.made.width - half) : x;
    context.fillStyle = ground;
    context.strokeStyle = line;
    context.lineWidth = 1.2;
    context.beginPath();
    context.roundRect(middle - half, y - r - 3, 2 * half, 2 * r + 6, r + 3);
    context.fill();
    context.stroke();
    write(pen, text, middle, y, { size, colour: quiet });
  }

  groundup.painting = { look, curve, write, between, label, dot, strand, tile, tilePicture, others };
}
