"use strict";
// Strokes on a canvas, as smooth lines.
{
  const WIDTH = 0.06; // of a line, in units of the canvas's side

  /** Each curves from the middle of one segment to the middle of the next. */
  function trace(context, strokes, side, colour, width = WIDTH) {
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = width * side;
    context.lineCap = context.lineJoin = "round";
    for (const stroke of strokes) {
      const points = stroke.map(([x, y]) => [x * side, y * side]);
      context.beginPath();
      if (points.length === 1) {
        context.arc(...points[0], (width * side) / 2, 0, 2 * Math.PI);
        context.fill();
        continue;
      }
      context.moveTo(...points[0]);
      for (let i = 1; i + 1 < points.length; i++) {
        const [x, y] = points[i];
        context.quadraticCurveTo(x, y, (x + points[i + 1][0]) / 2, (y + points[i + 1][1]) / 2);
      }
      context.lineTo(...points.at(-1));
      context.stroke();
    }
  }

  groundup.trace = Object.assign(trace, { WIDTH });
}
