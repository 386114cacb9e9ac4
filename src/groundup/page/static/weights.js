"use strict";
// The weight of a line in a living picture, to change: a slider below the picture, and a way back.
{
  const { formulas, make, words } = groundup;
  const STEP = 0.01;

  /** change(l, index, value) has w[l][index] be `value`; back() undoes all of that; edited(), whether there is any.
   * {element, show(scene, stop), nudge(steps)}. */
  groundup.weightSlider = ({ change, back, edited }) => {
    const slider = make("input", { type: "range", step: STEP });
    const output = make("output", {});
    const name = make("span", {});
    const label = make("label", { className: "setting" }, name, slider, output);
    const undo = make("button", { type: "button", textContent: words("living.putBack") });
    const element = make("div", { className: "living-weight", hidden: true }, label, undo);
    let at = null; // {l, index}

    /** Shows the weight of the line at `stop`, where it is one that has one. */
    function show(scene, stop) {
      const line = stop?.kind === "line" && stop.k !== "others" && stop.l > 0 && formulas.single(scene.network, stop.l);
      label.hidden = !line;
      undo.hidden = !edited();
      element.hidden = !line && undo.hidden;
      if (!line) return;
      const { l, j, k } = stop;
      const own = scene.network.w[l];
      const index = j * scene.network.sizes[l] + k;
      if (at?.l !== l || at.index !== index) {
        const reach = Math.ceil(1 + 1.5 * groundup.pictures.largest(own.subarray(j * scene.network.sizes[l], (j + 1) * scene.network.sizes[l])));
        Object.assign(slider, { min: -reach, max: reach });
        name.textContent = words("living.weight", { from: formulas.nameOf(scene.network, l - 1, k), to: formulas.nameOf(scene.network, l, j) });
        at = { l, index };
      }
      if (Math.abs(Number(slider.value) - own[index]) >= STEP) slider.value = own[index];
      output.textContent = formulas.plain(own[index]);
    }

    const put = () => change(at.l, at.index, Number(slider.value));
    slider.addEventListener("input", put);
    undo.addEventListener("click", back);

    /** So many steps up or down, by keys. */
    function nudge(steps) {
      if (element.hidden || label.hidden) return false;
      slider.value = Number(slider.value) + steps * 10 * STEP;
      put();
      return true;
    }
    return { element, show, nudge };
  };
}
