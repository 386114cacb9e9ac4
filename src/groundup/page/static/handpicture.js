"use strict";
// The 2-2-1 network as a picture: neurons as dark as their activation, weights as lines with their numbers,
// and what the output lacks. One can choose a weight or a bias in it.
{
  const { byHand, fixed, shape, words } = groundup;
  const PLACES = { x1: [58, 122, 30], x2: [58, 336, 30], h1: [266, 122, 37], h2: [266, 336, 37], o: [448, 229, 46] };
  const NAMES = { x1: "x₁", x2: "x₂", h1: "h₁", h2: "h₂", o: "out" };
  const ALONG = { w11: 0.5, w12: 0.34, w21: 0.34, w22: 0.5, v1: 0.55, v2: 0.55 }; // where on its line a tag is
  const BIASES = { b1: [246, 196], b2: [266, 397], c: [448, 315] };
  const [BAR_X, BAR_TOP, BAR_HEIGHT] = [550, 84, 290];
  const DARKEST = 0.85;
  const narrow = matchMedia("(max-width: 699px)"); // where text is larger

  /** What a weight or bias is called. */
  const nameOf = ({ from, to }) => words(from ? "door.weightName" : "door.biasName", { from: NAMES[from], to: NAMES[to] });

  /** {element, show(view)}; `choose(index)` is called with the weight that one chooses. */
  function picture(choose) {
    const tags = byHand.PARAMETERS.map((one, index) => tag(one, () => choose(index)));
    const nodes = Object.fromEntries(Object.keys(PLACES).map((name) => [name, node(name)]));
    const level = bar();
    const dots = shape("g", { class: "sent" });
    const lines = tags.map((one) => one.line).filter(Boolean);
    const element = shape("svg", { class: "hand", viewBox: "0 0 640 440" },
      ...lines, ...Object.values(nodes).map((one) => one.element), level.element, dots, ...tags.map((one) => one.element));

    element.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step || element.getAttribute("role") !== "radiogroup") return;
      event.preventDefault();
      const at = tags.findIndex((one) => one.element.getAttribute("aria-checked") === "true");
      const next = (at + step + tags.length) % tags.length;
      choose(next);
      tags[next].element.focus();
    });

    /** values: the nine numbers; now, before: what `run` makes of them and of those before; picked: the
     * index that is chosen; slopes: whether tags say slopes, or the numbers; biases: whether biases are
     * shown; open: whether one can choose; deltas: {neuron: shown}; marked: what has the marker, indices and
     * neurons; sent: [share, neurons] of an error on its way back to them; said: the text for all of it. */
    function show(view) {
      const { values, now, before, said, open, sent } = view;
      const most = Math.max(...now.slopes.map(Math.abs));
      tags.forEach((one, i) => one.show(view, i, Math.abs(now.slopes[i]) / most));
      for (const [name, one] of Object.entries(nodes)) one.show(now, view.deltas?.[name], view.marked.includes(name));
      fit([...tags, ...Object.values(nodes)]);
      level.show(now.a.o, before.a.o);
      dots.replaceChildren(...(sent ? moving(values, now, ...sent) : []));
      element.setAttribute("role", open ? "radiogroup" : "img");
      element.setAttribute("aria-label", said);
    }
    return { element, show };
  }

  /** Boxes become as wide as their texts, all of which are measured first: each change would ask for a layout. */
  function fit(parts) {
    const widths = parts.map(({ text }) => 22 + text.getComputedTextLength()); // 22 before it is seen
    parts.forEach(({ box, x }, i) => {
      box.setAttribute("x", x - widths[i] / 2);
      box.setAttribute("width", widths[i]);
    });
  }

  function between([x, y], [toX, toY], share) {
    return [x + (toX - x) * share, y + (toY - y) * share];
  }

  function tag(one, choose) {
    const [from, to] = [PLACES[one.from], PLACES[one.to]];
    const [x, y] = from ? between(from, to, ALONG[one.name]) : BIASES[one.name];
    const line = from ? shape("path", { d: `M${from[0]} ${from[1]}L${to[0]} ${to[1]}` }) : null;
    const [box, text] = [shape("rect", { class: "box", rx: 8, y: y - 17, height: 34 }), shape("text", { x, y: y + 6 })];
    const element = shape("g", { class: "tag" }, box, text);
    element.addEventListener("click", () => element.getAttribute("role") === "radio" && choose());
    element.addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && element.getAttribute("role") === "radio" && (event.preventDefault(), choose()));

    function show({ values, now, picked, slopes, biases, open, marked }, index, share) {
      const [value, slope] = [values[index], now.slopes[index]];
      const kind = slopes ? (slope < 0 ? "more" : "less") : value < 0 ? "against" : "for";
      const arrow = narrow.matches ? "" : slope < 0 ? " ▲" : " ▼";
      const written = slopes ? fixed(slope, 3) + arrow : fixed(value);
      text.textContent = from || slopes ? written : words("door.biasShort", { value: written });
      const on = picked === index;
      element.setAttribute("class", `tag ${slopes ? kind : ""} ${on ? "on" : ""} ${marked.includes(index) ? "marked" : ""} ${open ? "open" : ""}`);
      element.toggleAttribute("hidden", !from && !biases);
      line?.setAttribute("class", `line ${kind} ${on || slopes ? "loud" : ""}`);
      line?.setAttribute("stroke-width", slopes ? 1.5 + 8 * share : 1.5 + 3.5 * Math.abs(value));
      for (const name of ["role", "tabindex", "aria-checked", "aria-label"]) element.removeAttribute(name);
      if (!open) return;
      element.setAttribute("role", "radio");
      element.setAttribute("tabindex", on ? 0 : -1);
      element.setAttribute("aria-checked", String(on));
      element.setAttribute("aria-label", words(slopes ? "door.tagSlope" : "door.tag", { name: nameOf(one), value: slopes ? fixed(slope, 3) : fixed(value) }));
    }
    return { element, line, box, text, x, show };
  }

  function node(name) {
    const [x, y, r] = PLACES[name];
    const fill = shape("circle", { cx: x, cy: y, r, class: "ink" });
    const value = shape("text", { x, y: y + 7, class: "value" });
    const deltaX = name === "h2" ? x - 16 : x; // out of the way of its line's tag
    const delta = shape("text", { x: deltaX, y: y - r - 34, class: "delta" });
    const behind = shape("rect", { class: "behind", rx: 6, y: y - r - 54, height: 28 });
    const element = shape("g", {}, shape("circle", { cx: x, cy: y, r, class: "node" }), fill, value, shape("text", { x, y: y - r - 10, class: "quiet" }, NAMES[name]), behind, delta);

    function show(now, shown, marked) {
      const a = now.a[name];
      const share = name[0] === "x" ? 0.12 * a : a;
      fill.setAttribute("opacity", DARKEST * Math.min(1, Math.max(0, share)));
      value.textContent = name[0] === "x" ? a : fixed(a, name === "o" ? 3 : 2);
      value.setAttribute("class", `value ${share > 0.55 ? "on-ink" : ""}`);
      delta.textContent = shown ? words("door.delta", { value: fixed(now.delta[name], 3) }) : "";
      behind.toggleAttribute("hidden", !shown || !marked);
    }
    return { element, box: behind, text: delta, x: deltaX, show };
  }

  /** What the output says, and what it lacks. */
  function bar() {
    const y = (value) => BAR_TOP + BAR_HEIGHT * (1 - value);
    const rect = (name) => shape("rect", { x: BAR_X, width: 16, class: name });
    const [says, gap] = [rect("ink"), rect("gap")];
    const lacks = shape("text", { x: BAR_X + 24, class: "lacks" });
    const was = shape("path", { class: "was" });
    const wasSaid = shape("text", { x: BAR_X + 8, class: "note" });
    const element = shape("g", {}, says, gap, was, wasSaid, shape("text", { x: BAR_X + 8, y: BAR_TOP - 16, class: "should" }, words("door.should", { target: byHand.target })), lacks);

    function show(value, before) {
      says.setAttribute("y", y(value));
      says.setAttribute("height", BAR_HEIGHT * value);
      gap.setAttribute("y", BAR_TOP);
      gap.setAttribute("height", BAR_HEIGHT * (1 - value));
      lacks.setAttribute("y", (BAR_TOP + y(value)) / 2 + 6);
      lacks.textContent = fixed(value - byHand.target, 2);
      const moved = Math.abs(before - value) > 5e-4;
      was.setAttribute("d", moved ? `M${BAR_X - 8} ${y(before)}h32` : "");
      wasSaid.setAttribute("y", BAR_TOP + BAR_HEIGHT + 26);
      wasSaid.textContent = moved ? words("door.was", { value: fixed(before, 3) }) : "";
    }
    return { element, show };
  }

  /** Dots on the lines into neurons: an error on its way back, as large as it is there. */
  function moving(values, now, share, targets) {
    return byHand.PARAMETERS.filter(({ from, to }) => from && targets.includes(to)).map(({ from, to, name }) => {
      const [cx, cy] = between(PLACES[to], PLACES[from], share);
      const sent = now.delta[to] * (to === "o" ? values[byHand.index(name)] : 1);
      return shape("circle", { cx, cy, r: 4 + 30 * Math.min(0.3, Math.abs(sent)), class: sent < 0 ? "more" : "less" });
    });
  }

  groundup.handPicture = { picture, nameOf };
}
