"use strict";
// The cost over one weight: its curve, where one is on it, and the tangent there. One drags the weight along
// it, with the slider below too.
{
  const { byHand, fixed, handPicture, make, shape, words } = groundup;
  const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [440, 170, 30, 14, 24, 30];
  const [REACH, MOST] = [6, 0.46]; // of the weight, both ways; of the cost
  const POINTS = 80;

  /** {element, show(values, index)}; `drag(value)` is called with what the weight is to be. */
  groundup.costCurve = (drag) => {
    const curve = shape("polyline", { class: "curve" });
    const tangent = shape("path", {});
    const dot = shape("circle", { r: 8, class: "ink" });
    const name = shape("text", { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 8, class: "note" });
    const axis = shape("path", { class: "axis", d: `M${LEFT} ${HEIGHT - BOTTOM}H${WIDTH - RIGHT}` });
    const svg = shape("svg", { class: "cost-curve", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" },
      axis, shape("text", { x: LEFT, y: 16, class: "corner" }, words("door.cost")), curve, tangent, dot, name);
    const slider = make("input", { type: "range", step: 0.05 });
    const element = make("div", { className: "cost-drag" }, svg, slider);
    let now = { from: -REACH, index: 0 };

    const x = (value) => LEFT + ((value - now.from) / (2 * REACH)) * (WIDTH - LEFT - RIGHT);
    const y = (cost) => HEIGHT - BOTTOM - (cost / MOST) * (HEIGHT - BOTTOM - TOP);

    /** values: the nine numbers, of which that at `index` is the one that moves. */
    function show(values, index) {
      const value = values[index];
      const { cost, slopes } = byHand.run(values);
      if (now.index !== index || now.start === undefined) now = { index, start: byHand.START[index], from: byHand.START[index] - REACH };
      showCurve(values, index);
      showTangent(value, cost, slopes[index]);
      const about = handPicture.nameOf(byHand.PARAMETERS[index]);
      name.textContent = about;
      svg.setAttribute("aria-label", words("door.curve", { name: about, value: fixed(value), cost: fixed(cost, 4), slope: fixed(slopes[index], 4) }));
      Object.assign(slider, { min: now.from, max: now.from + 2 * REACH, value });
      slider.setAttribute("aria-label", about);
      slider.setAttribute("aria-valuetext", words("door.at", { value: fixed(value), slope: fixed(slopes[index], 4) }));
    }

    /** The curve, anew where it is another: not while one drags. */
    function showCurve(values, index) {
      const key = `${index} ${byHand.changed(values, index, 0)}`;
      if (now.key === key) return;
      now.key = key;
      const at = Array.from({ length: POINTS + 1 }, (_, i) => now.from + (2 * REACH * i) / POINTS);
      curve.setAttribute("points", at.map((one) => `${x(one).toFixed(1)},${y(byHand.run(byHand.changed(values, index, one)).cost).toFixed(1)}`).join(" "));
    }

    /** Half as long on each side, whatever the slope. */
    function showTangent(value, cost, slope) {
      const [px, py] = [x(value), y(cost)];
      const [dx, dy] = [x(value + 1) - px, y(cost + slope) - py];
      const size = 64 / Math.hypot(dx, dy);
      tangent.setAttribute("d", `M${px - dx * size} ${py - dy * size}l${2 * dx * size} ${2 * dy * size}`);
      tangent.setAttribute("class", `tangent ${slope < 0 ? "more" : "less"}`);
      dot.setAttribute("cx", px);
      dot.setAttribute("cy", py);
    }

    const inReach = (value) => Math.min(Math.max(value, now.from), now.from + 2 * REACH);
    function follow({ clientX }) {
      const { left, width } = svg.getBoundingClientRect();
      const place = ((clientX - left) / width) * WIDTH;
      drag(inReach(now.from + ((place - LEFT) / (WIDTH - LEFT - RIGHT)) * 2 * REACH));
    }
    svg.addEventListener("pointerdown", (event) => {
      svg.setPointerCapture(event.pointerId);
      follow(event);
    });
    svg.addEventListener("pointermove", (event) => svg.hasPointerCapture(event.pointerId) && follow(event));
    slider.addEventListener("input", () => drag(Number(slider.value)));
    return { element, show };
  };
}
