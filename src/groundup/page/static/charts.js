"use strict";
// Two curves over what was learned, training beside validation, with their axes: `groundup.chart`.
{
  const { make, words } = groundup;
  const HEIGHT = 190;
  const [LEFT, RIGHT, TOP, BOTTOM] = [44, 10, 8, 38];
  const STEPS = [1, 2, 2.5, 5, 10];
  const BOTH = { validation: words("charts.validation"), train: words("charts.training") };
  let count = 0;

  function shape(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** Round numbers from `low` to `high`, some five of them. */
  function ticks(low, high) {
    const rough = (high - low) / 5;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = STEPS.map((s) => s * power).find((s) => s >= rough);
    const first = Math.ceil(low / step - 1e-9);
    return Array.from({ length: Math.floor(high / step - first + 1 + 1e-9) }, (_, i) => (first + i) * step);
  }

  /** 1, 2 and 5 times powers of ten around positive values; 1 only, where they span much. */
  function logTicks(low, high) {
    const all = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const digit of high / low > 300 ? [1] : [1, 2, 5]) all.push(digit * 10 ** power);
    }
    const below = all.filter((tick) => tick <= low).at(-1) ?? all[0];
    const above = all.find((tick) => tick >= high) ?? all.at(-1);
    return all.filter((tick) => tick >= below && tick <= above);
  }

  /** A figure: {element, show(points, samples)}. `value` takes a measurement of a point (its `train`
   * or `validation`) to a number, `format` this to words; a cost has a logarithmic scale, a share one
   * from 0 to 1. `parts` names the two curves, where they are not training and validation. */
  groundup.chart = ({ title, className, value, format, share, parts: PARTS = BOTH }) => {
    const clip = `chart-${++count}`;
    const now = Object.fromEntries(Object.keys(PARTS).map((part) => [part, make("strong", { textContent: "–" })]));
    const keys = Object.entries(PARTS).map(([part, name]) => make("span", { className: `train-key ${part}` }, `${name} `, now[part]));
    const caption = make("figcaption", {}, make("span", { textContent: title }), ...keys);
    const svg = shape("svg", { role: "img", height: HEIGHT });
    const element = make("figure", { className: `train-chart ${className}` }, caption, svg);
    let last = [[], 1];

    function draw(points, samples) {
      const width = Math.max(svg.clientWidth, 200);
      const values = points.flatMap((point) => Object.keys(PARTS).map((part) => value(point[part]))).filter((number) => number > 0);
      const farthest = points.at(-1)?.at ?? 0;
      const inDigits = farthest < 1; // in the first epoch, digits are counted
      const unit = inDigits ? samples : 1;
      const end = Math.max(farthest * unit, inDigits ? 10 : 1);
      const marks = share ? ticks(0, 1) : values.length ? logTicks(Math.min(...values), Math.max(...values)) : [0.1, 1];
      const scale = share ? (v) => v : (v) => Math.log10(Math.max(v, 1e-12));
      const [low, high] = [scale(marks[0]), scale(marks.at(-1))];
      const x = (at) => LEFT + ((at * unit) / end) * (width - LEFT - RIGHT);
      const y = (v) => HEIGHT - BOTTOM - ((scale(v) - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);

      const grid = marks.flatMap((mark) => [
        shape("line", { x1: LEFT, x2: width - RIGHT, y1: y(mark), y2: y(mark) }),
        shape("text", { x: LEFT - 6, y: y(mark) + 4, "text-anchor": "end" }, axis(mark)),
      ]);
      const along = ticks(0, end).map((mark) =>
        shape("text", { x: x(mark / unit), y: HEIGHT - BOTTOM + 16, "text-anchor": "middle" }, mark.toLocaleString("en")),
      );
      const name = shape(
        "text",
        { x: (LEFT + width - RIGHT) / 2, y: HEIGHT - 4, "text-anchor": "middle" },
        words(inDigits ? "charts.digits" : "charts.epochs"),
      );
      const curves = Object.keys(PARTS).flatMap((part) => {
        const places = points.map((point) => `${x(point.at).toFixed(1)},${y(value(point[part])).toFixed(1)}`);
        const line = shape("polyline", { class: part, points: places.join(" "), "clip-path": `url(#${clip})` });
        const [cx, cy] = places.at(-1)?.split(",") ?? [];
        return cx ? [line, shape("circle", { class: part, cx, cy, r: 3.5 })] : [line];
      });
      const inside = { x: LEFT, y: TOP - 4, width: width - LEFT - RIGHT + 4, height: HEIGHT - TOP - BOTTOM + 4 };
      const frame = shape("clipPath", { id: clip }, shape("rect", inside));
      svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
      svg.replaceChildren(frame, shape("g", {}, ...grid, ...along, name), ...curves);
    }

    function axis(mark) {
      return share ? `${Math.round(100 * mark)} %` : String(Number(mark.toPrecision(2)));
    }

    function show(points, samples) {
      last = [points, samples];
      for (const part of Object.keys(PARTS)) now[part].textContent = points.length ? format(value(points.at(-1)[part])) : "–";
      svg.setAttribute("aria-label", told(points));
      draw(points, samples);
    }

    function told(points) {
      if (!points.length) return words("charts.nothing", { title });
      const [first, latest] = [points[0], points.at(-1)];
      const each = Object.entries(PARTS).map(([part, name]) => words("charts.curve", { name, from: format(value(first[part])), to: format(value(latest[part])) }));
      return words("charts.said", { title, curves: each.join(", "), epochs: Number(latest.at.toFixed(2)) });
    }

    svg.setAttribute("aria-label", told([]));
    new ResizeObserver(() => draw(...last)).observe(svg);
    return { element, show };
  };
}
