"use strict";
// The Backprop tab: a path of four stops, and the bar with Back and Next, which never leaves the screen.
{
  const { door, find, make, own, practice, tabs, tryout, words } = groundup;
  const NAMES = ["door", "own", "write", "train"];
  const card = (name, title, element) => make("section", { className: `card backprop-${name}`, aria: { label: title } }, make("h2", { textContent: title }), element);
  const writing = card("practice", words("practice.title"), practice.element);
  const views = {
    door: door.element,
    own: own.element,
    write: make("div", { className: "backprop-write" }, writing),
    train: make("div", { className: "backprop-train" }, card("tryout", words("tryout.heading"), tryout.element)),
  };
  let at = "door";

  const stops = NAMES.map((name) => {
    const button = make("button", { type: "button", value: name, textContent: words(`path.stops.${name}`) });
    button.addEventListener("click", () => go(name));
    return button;
  });
  const back = make("button", { type: "button", textContent: words("path.back") });
  const next = make("button", { type: "button", className: "main" });
  const bar = make("nav", { className: "path-bar", aria: { label: words("path.bar") } }, back, next);
  find("backprop").append(
    make("nav", { className: "path-stops", aria: { label: words("path.label") } }, make("ol", {}, ...stops.map((button) => make("li", {}, button)))),
    ...Object.values(views), bar);
  back.addEventListener("click", () => move("back", -1));
  next.addEventListener("click", () => move("next", 1));

  /** Where Back and Next lead: within a stop, or to the one before or after it. */
  const moves = () => ({ door, own })[at]?.moves() ?? { back: null, next: null };

  function move(way, step) {
    const within = moves()[way];
    if (within) within.act();
    else go(NAMES[NAMES.indexOf(at) + step]);
    bringIntoView();
    soon();
  }

  /** A picture that is new has its height by then. */
  const soon = () => requestAnimationFrame(() => requestAnimationFrame(bringIntoView));
  for (const { element } of [door, own]) {
    const steps = ({ target }) => target.closest(".lecture-answers, .lecture-steps") && soon();
    element.addEventListener("click", steps, true); // before the answer is gone
  }

  /** What has changed is seen: the picture, and as much as there is room for of what is said of it, with the answers that
   * one can give and the curve that one can drag. */
  function bringIntoView() {
    const { top } = (views[at].querySelector(".stage-picture") ?? views[at]).getBoundingClientRect();
    const told = views[at].querySelectorAll(".lecture > :not(.lecture-sum, .listing)");
    const bottom = Math.max(...[...told].map((one) => one.getBoundingClientRect().bottom));
    if (top < 0 || bottom > bar.getBoundingClientRect().top) scrollBy(0, top - 8);
  }

  function go(name) {
    at = name;
    for (const [each, view] of Object.entries(views)) view.hidden = each !== name;
    if (name === "write" || name === "train") views[name].append(writing); // the code stands beside what it trains
    for (const button of stops) {
      if (button.value === name) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
    if (name === "own" && !find("backprop").hidden) own.show();
    tell();
  }

  function tell() {
    const found = moves();
    const following = NAMES[NAMES.indexOf(at) + 1];
    back.disabled = !found.back && at === NAMES[0];
    next.hidden = !found.next && !following;
    if (!next.hidden) next.textContent = found.next?.text ?? words(`path.to.${following}`);
  }

  door.listen(tell);
  own.listen(tell);
  tabs.listen((name) => name === "backprop" && at === "own" && own.show());
  go("door");
  groundup.backprop = { go, get stop() { return at; } };
}
