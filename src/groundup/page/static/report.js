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
        make("span", { textContent: words(ok ? "judged.right" : "judged.wrong", { quantity: called(name, layers) }) })));
    return make("ol", { className: "ladder" }, ...rows);
  }

  /** A mistake's formula, its broken part marked: at a layer, where it is known which. */
  function broken({ formula, layers }) {
    const own = layers.length === 1 ? atLayer(formula, layers[0]) : formula;
    return written(own.split(/[⟦⟧]/).map((part, i) => (i % 2 ? make("mark", { textContent: part || " " }) : part)));
  }

  const written = (parts) => make("p", { className: "formula" }, make("code", {}, ...parts));

  const atLayer = (text, l) => text.replaceAll("[l+2]", `[${l + 2}]`).replaceAll("[l+1]", `[${l + 1}]`).replaceAll("[l-1]", `[${l - 1}]`).replaceAll("[l]", `[${l}]`);

  function places(mistake, layers) {
    if (mistake.layers.length === layers) return words("judged.everywhere");
    return words("judged.in", { layers: groundup.listed(mistake.layers.map((l) => where(l, layers)), "and") });
  }

  /** The rule of the quantity that is wrong first; of a mistake that is known, with its broken part. */
  const rule = ({ first }, mistake) =>
    mistake
      ? [make("p", { textContent: words("judged.rule") }), broken(mistake)]
      : [make("p", { textContent: words("judged.plainRule") }), written([words(`rules.${RULES[first.match(/^\w+/)[0]]}`)])];

  /** What is right and what is not, before any hint. */
  function verdict({ right, roughly, first, failed }, layers) {
    if (roughly) return words("judged.roughly");
    if (right) return words("judged.all");
    const stops = failed ? [groundup.counted("judged.failed", failed)] : [];
    return [...stops, ...(first ? [words("judged.first", { quantity: called(first, layers) })] : [])].join(" ");
  }

  /** Elements: what there is to say with so many hints, 1 to 3. */
  function report(judged, layers, hints) {
    const said = [make("p", { className: "verdict", textContent: verdict(judged, layers) }), ladder(judged, layers)];
    if (judged.right) return said;
    const [mistake, ...others] = judged.mistakes;
    if (hints >= 2) said.push(...rule(judged, mistake));
    if (hints >= 3 && mistake) {
      said.push(make("p", { className: "named" }, make("strong", { textContent: mistake.sentence, lang: "en", dir: "ltr" }), ` ${places(mistake, layers)} ${words("judged.reproduced")}`));
      const like = others.filter(({ sentence }) => sentence !== mistake.sentence);
      if (like.length) said.push(make("p", { className: "quiet", textContent: `${words("judged.alike")} ${like.map(({ sentence }) => sentence).join(" ")}` }));
    } else if (hints >= 3) {
      const right = judged.quantities.filter(({ ok }) => ok).map(({ name }) => name);
      said.push(make("p", { className: "named", textContent: words(right.length ? "judged.none" : "judged.nothing", { right: groundup.listed(right) }) }));
    }
    return said;
  }

  groundup.report = { report };
}
