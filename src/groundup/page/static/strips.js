"use strict";
// Numbers that one can point at: a strip of cells, or a picture of a matrix. Mouse, finger and arrow keys
// go from number to number; whoever made the strip is told which one it is.
{
  const { make, pictures } = groundup;
  const WRITTEN = 12; // so few are written as numbers, too
  const signed = (value) => groundup.number(value);

  /** A number for people: three digits of it. */
  groundup.number = (value) => {
    if (value === 0 || Object.is(value, -0)) return "0";
    const size = Math.abs(value);
    const text = size >= 1000 || size < 0.0005 ? size.toExponential(1).replace("e-", " · 10⁻").replace("e+", " · 10^") : Number(size.toPrecision(3)).toString();
    const powers = text.replace(/10⁻(\d+)/, (_, digits) => `10⁻${[...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`);
    return (value < 0 ? "−" : "") + powers;
  };

  /** What all of them do: `point(index)` by pointer and by keys. columns(): how many there are in a row. */
  function pointable(element, { count, indexOf, columns, say, point }) {
    let at = 0;
    const go = (index, quietly) => {
      at = Math.min(Math.max(index, 0), count - 1);
      element.setAttribute("aria-valuenow", at);
      element.setAttribute("aria-valuetext", say(at));
      if (!quietly) point(at);
    };
    Object.assign(element, { tabIndex: 0, role: "slider" });
    element.setAttribute("aria-valuemin", 0);
    element.setAttribute("aria-valuemax", count - 1);
    const under = (event) => {
      const index = indexOf(event);
      if (index !== null) go(index);
    };
    element.addEventListener("pointermove", under);
    element.addEventListener("pointerdown", under);
    element.addEventListener("focus", () => element.matches(":focus-visible") && go(at));
    element.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(), ArrowDown: columns() }[event.key];
      const next = { Home: 0, End: count - 1 }[event.key] ?? (step === undefined ? undefined : at + step);
      if (next === undefined) return;
      event.preventDefault();
      if (next >= 0 && next < count) go(next);
    });
    go(0, true);
    return go;
  }

  /** A strip of numbers: {element, mark(index)}. name(index) says what a number is called. */
  function vector(values, { label, name, point }) {
    const scale = pictures.largest(Array.from(values)) || 1;
    const cells = Array.from(values, (value) => {
      const share = Math.abs(value) / scale;
      const cell = make("span", { className: `cell${value < 0 ? " negative" : ""}${share > 0.55 ? " strong" : ""}` });
      cell.style.setProperty("--lit", share.toFixed(3));
      if (values.length <= WRITTEN) cell.textContent = signed(value);
      return cell;
    });
    const element = make("div", { className: `strip${values.length <= WRITTEN ? " written" : ""}`, aria: { label } }, ...cells);
    pointable(element, {
      count: values.length,
      indexOf: ({ clientX, clientY }) => {
        const index = cells.indexOf(document.elementFromPoint(clientX, clientY));
        return index < 0 ? null : index;
      },
      columns: () => getComputedStyle(element).gridTemplateColumns.split(" ").length,
      say: (index) => `${name(index)} = ${signed(values[index])}`,
      point,
    });
    return { element, mark: (index, kind) => cells[index]?.classList.add(kind), cells };
  }

  /** A picture of (rows × columns) numbers: {element, show(values)}. */
  function matrix(values, rows, columns, { label, name, point, tall }) {
    const canvas = make("canvas", { className: `matrix${tall ? " tall" : ""}`, aria: { label } });
    pictures.diverging(canvas, values, undefined, columns, rows);
    pointable(canvas, {
      count: rows * columns,
      indexOf: ({ clientX, clientY }) => {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const [column, row] = [Math.floor(((clientX - left) / width) * columns), Math.floor(((clientY - top) / height) * rows)];
        return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : null;
      },
      columns: () => columns,
      say: (index) => `${name(index)} = ${signed(values[index])}`,
      point,
    });
    return { element: canvas };
  }

  groundup.strips = { vector, matrix };
}
