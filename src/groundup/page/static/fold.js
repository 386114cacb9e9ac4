"use strict";
// What opens under a line of its own: `fold(title, ...children)`. On a screen of three columns it floats over
// what is near it, which stays where it was (train.css); so it closes like a menu, at a press elsewhere.
{
  const { make } = groundup;

  groundup.fold = (title, ...children) => {
    const summary = make("summary", { textContent: title });
    const panel = make("div", { className: "panel" }, ...children);
    const element = make("details", { className: "more" }, summary, panel);
    element.classList.add("fold");
    const floats = () => element.open && getComputedStyle(panel).position === "absolute";
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !floats()) return;
      element.open = false;
      summary.focus();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (floats() && !element.contains(target)) element.open = false;
    });
    return element;
  };
}
