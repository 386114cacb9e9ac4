"use strict";
// The weight of a line in a live diagram, to change: the number itself, in the formula below the picture, is
// dragged, or goes up and down by arrow keys; and a way back.
{
  const { formulas, make, words } = groundup;
  const STEP = 0.01; // a key's, and the least
  const MANY = 10; // steps, of Page Up and Page Down
  const WAY = 150; // pixels from the middle to the end
  const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: MANY, PageDown: -MANY, Home: -Infinity, End: Infinity };

  /** change(l, index, value) has w[l][index] be `value`; back() undoes all of that; edited(), whether there is any;
   * leave(), where Escape leads. {element, show(scene, stop, found)}. */
  groundup.weightNumber = ({ change, back, edited, leave }) => {
    const number = make("span", { className: "dragged", tabIndex: 0, role: "slider" });
    const [before, after] = [document.createTextNode(""), document.createTextNode("")];
    const line = make("p", {}, before, number, after);
    const undo = make("button", { type: "button", textContent: words("living.putBack") });
    const element = make("div", { className: "living-weight", hidden: true }, undo);
    let at = null; // {l, index, value, reach}: from −reach to reach
    let grip = null; // where it is held: {x, value}

    /** The line of a formula with the weight of `stop` in it; null where that is no line with a weight of its own. */
    function show(scene, stop, found) {
      element.hidden = !edited();
      if (!stop || !found?.around) return null;
      const { l, j, k } = stop;
      const row = scene.network.w[l].subarray(j * scene.network.sizes[l], (j + 1) * scene.network.sizes[l]);
      const index = j * scene.network.sizes[l] + k;
      const same = at?.l === l && at.index === index;
      at = { l, index, value: row[k], reach: same ? at.reach : Math.ceil(1 + 1.5 * groundup.pictures.largest(row)) };
      [before.data, after.data] = found.around;
      number.textContent = found.weight;
      const name = words("living.weight", { from: formulas.nameOf(scene.network, l - 1, k), to: formulas.nameOf(scene.network, l, j) });
      const about = { label: name, valuenow: at.value.toFixed(3), valuemin: -at.reach, valuemax: at.reach };
      for (const [what, value] of Object.entries(about)) number.setAttribute(`aria-${what}`, value);
      return line;
    }

    function put(value) {
      const within = Math.min(Math.max(value, -at.reach), at.reach);
      change(at.l, at.index, Math.round(within / STEP) * STEP);
    }

    number.addEventListener("pointerdown", (event) => {
      number.setPointerCapture(event.pointerId);
      grip = { x: event.clientX, value: at.value };
    });
    number.addEventListener("pointermove", ({ clientX }) => grip && put(grip.value + ((clientX - grip.x) * at.reach) / WAY));
    number.addEventListener("lostpointercapture", () => (grip = null));
    number.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      else if (event.key in KEYS) put(at.value + KEYS[event.key] * STEP);
      else return;
      event.preventDefault();
      event.stopPropagation(); // keys of the page are for the drawing
    });
    undo.addEventListener("click", back);
    return { element, show, focus: () => number.focus() };
  };
}
