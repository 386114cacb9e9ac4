"use strict";
// The sigmoid, and where neurons are on it: what comes back through a neuron is multiplied by how steep it is
// there. {element, show(neurons)}.
{
  const { backward, fixed, shape, words } = groundup;
  const [WIDTH, HEIGHT, MARGIN, TOP, FARTHEST] = [440, 116, 24, 24, 6];
  const { f, slope } = backward.FUNCTIONS.sigmoid;
  const x = (z) => MARGIN + ((z + FARTHEST) / (2 * FARTHEST)) * (WIDTH - 2 * MARGIN);
  const y = (a) => HEIGHT - 12 - a * (HEIGHT - 12 - TOP);

  groundup.sigmoidCurve = () => {
    const points = Array.from({ length: 61 }, (_, i) => -FARTHEST + (2 * FARTHEST * i) / 60);
    const curve = shape("polyline", { class: "curve", points: points.map((z) => `${x(z).toFixed(1)},${y(f(z)).toFixed(1)}`).join(" ") });
    const marks = shape("g");
    const element = shape("svg", { class: "sigmoid-curve", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, curve, marks);

    /** neurons: [{name, z, a}]. */
    function show(neurons) {
      marks.replaceChildren(...neurons.flatMap(({ name, z, a }) => {
        const [px, py, steep] = [x(z), y(a), slope(z, a)];
        const [dx, dy] = [x(1) - x(0), y(steep) - y(0)];
        const size = 46 / Math.hypot(dx, dy);
        return [
          shape("path", { class: "steep", d: `M${px - dx * size} ${py - dy * size}l${2 * dx * size} ${2 * dy * size}` }),
          shape("circle", { cx: px, cy: py, r: 7 }),
          shape("text", { x: px + 12, y: py + 20 }, words("door.steep", { name, slope: fixed(steep, 3) })),
        ];
      }));
      element.setAttribute("aria-label", words("door.sigmoid", { slopes: neurons.map(({ name, z, a }) => words("door.steep", { name, slope: fixed(slope(z, a), 3) })).join("; ") }));
    }
    return { element, show };
  };
}
