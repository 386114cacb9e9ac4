"use strict";
// A judgement in words: which numbers are right, and, hint by hint, what is wrong and why.
{
  const { make, words } = groundup;
  const RULES = { outputs: "outputs", dw: "dw", db: "db", w: "step", b: "step" };

  /** What a quantity is called: its symbol, and in words where it is. */
  function called(name, layers) {
    const [, symbol, l] = name.match(/^(\w+)(?:\[(\d+)\])?$/);
    if (l === undefined) return words(`judged.${symbol}`);
    return words(`judged.${symbol}`, { l, where: where(Number(l), layers) });
  }

  const where = (l, layers) => (l === layers - 1 ? words("judged.output") : words("judged.hidden", { layer: l + 1 }));

  /** A list of what is right and what is not; after the first that is wrong nothing is said of others. */
  function ladder({ quantities, first }, layers) {
    const upTo = first === null ? quantities.length : quantities.findIndex(({ name }) => name === first) + 1;
    const rows = quantities.slice(0, upTo).map(({ name, ok }) =>
      make("li", { className: ok ? "right" : "wrong" },
        make("span", { className: "mark", textContent: ok ? "✓" : "✗", aria: { hidden: "true" } }),
        make("span", { textContent: `${words(ok ? "judged.right" : "judged.wrong")}: ${called(name, layers)}` })));
    return make("ol", { className: "ladder" }, ...rows);
  }

  /** A formula, its broken part marked: at a layer, where it is known which. */
  function formula(text, layers) {
    const own = layers.length === 1 ? atLayer(text, layers[0]) : text;
    const parts = own.split(/[⟦⟧]/).map((part, i) => (i % 2 ? make("mark", { textContent: part || " " }) : part));
    return make("p", { className: "formula" }, make("code", {}, ...parts));
  }

  const atLayer = (text, l) => text.replaceAll("[l+2]", `[${l + 2}]`).replaceAll("[l+1]", `[${l + 1}]`).replaceAll("[l-1]", `[${l - 1}]`).replaceAll("[l]", `[${l}]`);

  function places(mistake, layers) {
    if (mistake.layers.length === layers) return words("judged.everywhere");
    const names = mistake.layers.map((l) => where(l, layers));
    const [last, ...others] = names.reverse();
    return words("judged.in", { layers: others.length ? others.reverse().join(", ") + words("judged.and") + last : last });
  }

  /** Elements: what there is to say with so many hints, 1 to 3. */
  function report(judged, layers, hints) {
    if (judged.right) return [make("p", { className: "verdict", textContent: words("judged.all") }), ladder(judged, layers)];
    const said = [make("p", { className: "verdict", textContent: words("judged.first", { quantity: called(judged.first, layers) }) }), ladder(judged, layers)];
    const [mistake, ...others] = judged.mistakes;
    if (hints >= 2) said.push(make("p", { textContent: words("judged.rule") }), formula(mistake?.formula ?? words(`rules.${RULES[judged.first.match(/^\w+/)[0]]}`), mistake?.layers ?? []));
    if (hints >= 3 && mistake) {
      said.push(make("p", { className: "named" }, make("strong", { textContent: mistake.sentence }), ` ${places(mistake, layers)} ${words("judged.reproduced")}`));
      const like = others.filter(({ sentence }) => sentence !== mistake.sentence);
      if (like.length) said.push(make("p", { className: "quiet", textContent: `${words("judged.alike")} ${like.map(({ sentence }) => sentence).join(" ")}` }));
    } else if (hints >= 3) {
      const right = judged.quantities.filter(({ ok }) => ok).map(({ name }) => name);
      said.push(make("p", { className: "named", textContent: words(right.length ? "judged.none" : "judged.nothing", { right: right.join(", ") }) }));
    }
    return said;
  }

  groundup.report = { report };
}
