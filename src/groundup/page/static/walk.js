"use strict";
// Backprop on the digit that was drawn, statement by statement: beside each what it made, as pictures and
// numbers. Pointing at a number shows the line and the numbers that made it.
{
  const { backward, make, sources, statements, strips, words } = groundup;
  const code = make("pre", { className: "walk-code", tabIndex: 0, role: "group", aria: { label: words("backprop.code") } });
  const list = make("ol", { className: "walk-steps" });
  const place = make("p", { className: "quiet", role: "status" });
  const told = make("div", { className: "walk-told" });
  const button = (name, act) => {
    const element = make("button", { type: "button", textContent: words(`backprop.${name}`) });
    element.addEventListener("click", act);
    return element;
  };
  const [back, next, all] = [button("back", () => go(-1)), button("next", () => go(1)), button("all", showAll)];
  const tools = make("div", { className: "tools" }, back, next, all, place);
  const element = make("div", { className: "walk" }, tools, told, code, list);

  let now = null; // {network, passed, y, listing, steps, rows, kept}
  let at = matchMedia("(max-width: 699px)").matches ? 0 : Infinity; // the step that was gone to; Infinity: all
  let pinned = null; // what the reader pointed at last

  /** Shows backprop of a network on 784 inputs and targets (10,). */
  function show(network, x, y) {
    const listing = statements.listing(network);
    const steps = statements.steps(network.w.length);
    now = { network, passed: backward.pass(network, x, y), y, listing, steps, kept: {} };
    showCode();
    now.rows = steps.map(row);
    list.replaceChildren(...now.rows);
    showSteps();
    if (pinned && steps[pinned.step]) point(pinned.step, pinned.index);
    else tell(null);
  }

  function showCode() {
    code.replaceChildren(
      ...groundup.codeLines(now.listing.lines.join("\n"), (i) => [make("span", { className: "number", textContent: `${`${i + 1}`.padStart(2)} ` })]),
    );
    [...code.children].forEach((line, i) => (line.dataset.line = i + 1));
  }

  /** What a step made: a strip, or for a first layer's dw a picture of one neuron's. */
  function row({ name, l }, step) {
    const line = now.listing.of[name];
    const values = valuesOf(name, l);
    const head = make("p", { className: "walk-line" },
      make("code", { textContent: line.text }),
      make("span", { className: "quiet", textContent: words("backprop.line", { line: line.number, l }) }));
    const made = make("p", { className: "quiet", textContent: words(`backprop.made.${name}`, { l, next: l + 1, count: values.length, rows: now.network.sizes[l + 1], columns: now.network.sizes[l] }) });
    return make("li", { data: { step, statement: name, layer: l } }, head, made, ...(name === "dw" ? matrices(l, step) : [strip(name, l, step, values)]));
  }

  function valuesOf(name, l) {
    const { z, a, error, delta } = now.passed;
    return { z: z[l], a: a[l + 1], error: error[l], sent: error[l], delta: delta[l], delta_last: delta[l], dw: [], db: delta[l] }[name];
  }

  const keyOf = (name, l) => ({ a: `a${l + 1}`, sent: `error${l}`, delta_last: `delta${l}` })[name] ?? `${name}${l}`;

  function strip(name, l, step, values) {
    const rule = (index) => sources[name](now.network, now.passed, l, index, now.y);
    const made = strips.vector(values, { label: words(`backprop.label.${name}`, { l, next: l + 1 }), name: (index) => rule(index).name, point: (index) => point(step, index) });
    now.kept[keyOf(name, l)] = made;
    return made.element;
  }

  /** dw of a layer: of the first one, whose inputs are pixels, a neuron at a time; of others all of it. */
  function matrices(l, step) {
    const { sizes } = now.network;
    const values = now.passed.dw(l);
    const [rows, columns] = [sizes[l + 1], sizes[l]];
    const about = { name: (index) => sources.dw(now.network, now.passed, l, index).name, label: words("backprop.label.dw", { l }), point: (index) => point(step, index) };
    if (l > 0) return [strips.matrix(values, rows, columns, about).element];
    const strongest = now.passed.delta[l].reduce((best, value, j, delta) => (Math.abs(value) > Math.abs(delta[best]) ? j : best), 0);
    const holder = make("div", { className: "walk-neuron" });
    const showNeuron = (j) => {
      const own = values.subarray(j * columns, (j + 1) * columns);
      const shift = (index) => j * columns + index;
      const picture = strips.matrix(own, 28, 28, { ...about, name: (index) => about.name(shift(index)), point: (index) => point(step, shift(index)) });
      holder.replaceChildren(picture.element);
    };
    const which = make("input", { type: "range", min: 0, max: rows - 1, value: strongest, aria: { label: words("backprop.neuron") } });
    const output = make("output", { textContent: strongest });
    which.addEventListener("input", () => {
      output.textContent = which.value;
      showNeuron(Number(which.value));
    });
    showNeuron(strongest);
    return [make("label", { className: "walk-which" }, make("span", { textContent: words("backprop.neuron") }), which, output), holder];
  }

  /** Points at a number: its line, its rule and the numbers that it is made of. */
  function point(step, index) {
    const { name, l } = now.steps[step];
    pinned = { step, index };
    const found = sources[name](now.network, now.passed, l, index, now.y);
    for (const marked of list.querySelectorAll(".pointed, .source")) marked.classList.remove("pointed", "source");
    if (name !== "dw") now.kept[keyOf(name, l)]?.mark(index, "pointed");
    for (const { strip: key, index: from } of found.from) now.kept[key]?.mark(from, "source");
    tell(found, now.listing.of[name]);
  }

  function tell(found, line) {
    for (const marked of code.querySelectorAll(".now")) marked.classList.remove("now");
    if (!found) {
      told.replaceChildren(make("p", { className: "quiet", textContent: words("backprop.point") }));
      return;
    }
    code.querySelector(`[data-line="${line.number}"]`)?.classList.add("now");
    told.replaceChildren(
      make("p", {}, make("strong", { textContent: `${found.name} = ${groundup.number(found.value)}` }), make("span", { className: "quiet", textContent: ` ${words("backprop.byline", { line: line.number })}` })),
      make("p", { className: "walk-rule" }, make("code", { textContent: line.text })),
      make("p", { className: "walk-rule", textContent: `= ${found.rule}` }),
      ...(found.terms.length ? [make("ul", {}, ...found.terms.map((textContent) => make("li", { textContent })))] : []),
    );
  }

  // A statement at a time

  function go(way) {
    const last = now.steps.length - 1;
    at = at === Infinity ? (way > 0 ? 0 : last) : Math.min(Math.max(at + way, 0), last);
    showSteps();
    now.rows[at].scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  function showAll() {
    at = Infinity;
    showSteps();
  }

  function showSteps() {
    const count = now.steps.length;
    now.rows.forEach((row, i) => {
      row.hidden = i > at;
      row.classList.toggle("current", i === at);
    });
    place.textContent = at === Infinity ? words("backprop.statements", { count }) : words("backprop.at", { at: at + 1, count });
    [back.disabled, next.disabled] = [at === 0, at === count - 1];
    for (const marked of code.querySelectorAll(".now")) marked.classList.remove("now");
    if (at === Infinity) return;
    const line = now.listing.of[now.steps[at].name];
    code.querySelector(`[data-line="${line.number}"]`)?.classList.add("now");
  }

  groundup.walk = { element, show };
}
