"use strict";
// Two curves over what was learned, training beside validation, with their axes: `groundup.chart`. Another
// run's may be beside them, dashed.
{
  const { listed, make, words, whole } = groundup;
  const HEIGHT = 170;
  const LEAST = 1e-4; // of a cost that is told from nothing
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

  /** A share as readers read it: 100 % is all, and nothing less. */
  groundup.percent = (share) => (share === 1 ? words("charts.all") : `${(100 * Math.min(share, 0.999)).toFixed(1)} %`);

  /** A cost, to three digits. */
  groundup.costly = (cost) => (cost < LEAST ? words("charts.least", { least: LEAST }) : String(Number(cost.toPrecision(3))));

  /** A figure: {element, show(points, samples, other)}, the other run {points, samples, name} or null. `value` takes a measurement of a point (its `train`
   * or `validation`) to a number, `format` this to words; a cost has a logarithmic scale, a share one
   * from 0 to 1. `parts` names the two curves, where they are not training and validation. */
  groundup.chart = ({ title, className, value, format, share, parts: PARTS = BOTH }) => {
    const clip = `chart-${++count}`;
    const now = Object.fromEntries(Object.keys(PARTS).map((part) => [part, make("strong", { textContent: "–" })]));
    const keys = Object.entries(PARTS).map(([part, name]) => make("span", { className: `train-key ${part}` }, `${name} `, now[part]));
    const caption = make("figcaption", {}, make("span", { textContent: title }), ...keys);
    const svg = shape("svg", { role: "img", height: HEIGHT });
    const element = make("figure", { className: `train-chart ${className}` }, caption, svg);
    const beside = make("span", { className: "train-key other", hidden: true });
    caption.append(beside);
    let last = [[], 1, null];

    function draw(points, samples, other) {
      const width = Math.max(svg.clientWidth, 200);
      const others = (other?.points ?? []).map((point) => ({ ...point, at: (point.at * other.samples) / samples }));
      const values = [...points, ...others].flatMap((point) => Object.keys(PARTS).map((part) => value(point[part]))).filter((number) => number > 0).map((number) => Math.max(number, LEAST));
      const farthest = Math.max(points.at(-1)?.at ?? 0, others.at(-1)?.at ?? 0);
      const inDigits = farthest < 1; // in the first epoch, digits are counted
      const unit = inDigits ? samples : 1;
      const end = Math.max(farthest * unit, inDigits ? 10 : 1);
      const marks = share ? ticks(0, 1) : values.length ? logTicks(Math.min(...values), Math.max(...values)) : [0.1, 1];
      const scale = share ? (v) => v : (v) => Math.log10(Math.max(v, LEAST));
      const [low, high] = [scale(marks[0]), scale(marks.at(-1))];
      const x = (at) => LEFT + ((at * unit) / end) * (width - LEFT - RIGHT);
      const y = (v) => HEIGHT - BOTTOM - ((scale(v) - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);

      const grid = marks.flatMap((mark) => [
        shape("line", { x1: LEFT, x2: width - RIGHT, y1: y(mark), y2: y(mark) }),
        shape("text", { x: LEFT - 6, y: y(mark) + 4, "text-anchor": "end" }, axis(mark)),
      ]);
      const along = ticks(0, end).map((mark) =>
        shape("text", { x: x(mark / unit), y: HEIGHT - BOTTOM + 16, "text-anchor": "middle" }, whole(mark)),
      );
      const name = shape(
        "text",
        { x: (LEFT + width - RIGHT) / 2, y: HEIGHT - 4, "text-anchor": "middle" },
        words(inDigits ? "charts.digits" : "charts.epochs"),
      );
      const placed = (all, part) => all.map((point) => `${x(point.at).toFixed(1)},${y(value(point[part])).toFixed(1)}`);
      const dashed = others.length ? Object.keys(PARTS).map((part) => shape("polyline", { class: `${part} other`, points: placed(others, part).join(" "), "clip-path": `url(#${clip})` })) : [];
      const curves = Object.keys(PARTS).flatMap((part) => {
        const places = placed(points, part);
        const line = shape("polyline", { class: part, points: places.join(" "), "clip-path": `url(#${clip})` });
        const [cx, cy] = places.at(-1)?.split(",") ?? [];
        return cx ? [line, shape("circle", { class: part, cx, cy, r: 3.5 })] : [line];
      });
      const inside = { x: LEFT, y: TOP - 4, width: width - LEFT - RIGHT + 4, height: HEIGHT - TOP - BOTTOM + 4 };
      const frame = shape("clipPath", { id: clip }, shape("rect", inside));
      svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
      svg.replaceChildren(frame, shape("g", {}, ...grid, ...along, name), ...dashed, ...curves);
    }

    function axis(mark) {
      return share ? `${Math.round(100 * mark)} %` : String(Number(mark.toPrecision(2)));
    }

    function show(points, samples, other = null) {
      last = [points, samples, other];
      beside.hidden = !other;
      beside.textContent = other ? words("charts.other", other) : "";
      for (const part of Object.keys(PARTS)) now[part].textContent = points.length ? format(value(points.at(-1)[part])) : "–";
      svg.setAttribute("aria-label", told(points) + (other?.points.length ? ` ${words("charts.beside", { name: other.name, curves: each(other.points) })}` : ""));
      draw(...last);
    }

    function told(points) {
      if (!points.length) return words("charts.nothing", { title });
      return words("charts.said", { title, curves: each(points), epochs: Number(points.at(-1).at.toFixed(2)) });
    }

    /** Both curves in words. */
    function each(points) {
      const curves = Object.entries(PARTS).map(([part, name]) => {
        const [from, to] = [points[0], points.at(-1)].map((point) => format(value(point[part])));
        return words(from === to ? "charts.stays" : "charts.curve", { name, from, to });
      });
      return listed(curves);
    }

    svg.setAttribute("aria-label", told([]));
    new ResizeObserver(() => draw(...last)).observe(svg);
    return { element, show };
  };
}
