"use strict";
// One step of training on the digit that was drawn, and the same digit before and after.
{
  const { backward, make, words } = groundup;
  const RATES = { from: 0.01, to: 10 };
  const rate = make("input", { type: "range", min: Math.log10(RATES.from), max: Math.log10(RATES.to), step: 0.05, value: Math.log10(0.5), aria: { label: words("onestep.rate") } });
  const rateSaid = make("output", {});
  const button = (name, act, more = {}) => {
    const element = make("button", { type: "button", textContent: words(`onestep.${name}`), ...more });
    element.addEventListener("click", act);
    return element;
  };
  const take = button("take", step, { className: "main" });
  const undo = button("undo", () => show(now.network, now.x, now.y, true));
  const said = make("p", { className: "onestep-said", role: "status" });
  const bars = groundup.twoBars();
  const element = make("div", { className: "onestep" },
    make("p", { className: "quiet", textContent: words("onestep.about") }),
    make("label", { className: "walk-which" }, make("span", { textContent: words("onestep.rate") }), rate, rateSaid),
    make("div", { className: "tools" }, take, undo), said,
    bars.element);
  let now = null; // {network, x, y, first, trained, steps}

  /** Shows a network's outputs, no step being taken yet; `anew` though it is the same. */
  function show(network, x, y, anew = false) {
    if (!anew && now && now.network === network && same(now.x, x) && same(now.y, y)) return;
    now = { network, x, y, first: backward.forward(network, x).a.at(-1), trained: network, steps: 0 };
    paint(now.first);
  }

  const same = (one, other) => one.every((value, i) => value === other[i]);
  const eta = () => Number((10 ** rate.value).toPrecision(2));
  const best = (outputs) => outputs.indexOf(Math.max(...outputs));

  function step() {
    if (!now) return;
    const { trained, x, y } = now;
    now.trained = backward.stepped(trained, backward.pass(trained, x, y), eta());
    now.steps++;
    paint(backward.forward(now.trained, x).a.at(-1));
  }

  function paint(outputs) {
    const target = best(now.y);
    bars.show(now.first, now.steps ? outputs : null, target);
    const cost = (found) => groundup.number(backward.costOf(now.network, found, now.y));
    const values = { steps: now.steps, before: best(now.first), after: best(outputs), cost: cost(now.first), then: cost(outputs), target };
    said.textContent = words(now.steps ? (now.steps === 1 ? "onestep.one" : "onestep.many") : "onestep.none", values);
    undo.disabled = now.steps === 0;
    take.textContent = words(now.steps ? "onestep.another" : "onestep.take");
  }

  rate.addEventListener("input", tellRate);
  function tellRate() {
    rateSaid.textContent = eta();
    rate.setAttribute("aria-valuetext", String(eta()));
  }
  tellRate();

  groundup.onestep = { element, show };
}
