"use strict";
// The Inside tab: neurons, the perfect digit, and the least change that makes a drawing another digit.
{
  const { backward, find, growing, ink, inUse, make, neuron, pictures, tabs, training, words } = groundup;
  const card = (name, title, ...children) => make("section", { className: `card inside-${name}`, aria: { label: title } }, make("h2", { textContent: title }), ...children);
  const canvas = (label) => make("canvas", { className: "grown", role: "img", aria: { label } });
  const figure = (picture, caption) => make("figure", {}, picture, make("figcaption", { textContent: caption }));
  const { inWords } = groundup.answer;
  const bytes = (x) => Array.from(x, (value) => 255 * value);
  const best = (outputs) => outputs.indexOf(Math.max(...outputs));

  /** Ten buttons, one a digit. */
  function ten(name, act) {
    const buttons = Array.from({ length: 10 }, (_, digit) => {
      const button = make("button", { type: "button", textContent: digit, value: digit, aria: { label: words(`inside.${name}.button`, { digit: groundup.a(digit) }), pressed: "false" } });
      button.addEventListener("click", () => act(digit));
      return button;
    });
    const element = make("div", { className: "ten", role: "group", aria: { label: words(`inside.${name}.choose`) } }, ...buttons);
    const press = (digit) => buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === digit)));
    return { element, press, buttons };
  }

  // The perfect digit

  const grown = canvas(words("inside.perfect.picture"));
  const grownSaid = make("p", { className: "quiet", role: "status" });
  let perfectDigit = 3;
  let grownBy = null; // the network that has
  const perfectFilm = groundup.film({
    canvases: [grown], name: () => `perfect-${perfectDigit}.png`,
    paint({ x, outputs }, step) {
      pictures.ink(grown, bytes(x));
      grownSaid.textContent = words("inside.perfect.said", { step, digit: perfectDigit, output: inWords(outputs[perfectDigit]) });
    },
  });
  const perfectTen = ten("perfect", (digit) => {
    [perfectDigit, grownBy] = [digit, groundup.network];
    perfectTen.press(digit);
    perfectFilm.show(growing.perfect(groundup.network, digit));
  });

  // The smallest change

  const [was, difference, is] = ["was", "difference", "is"].map((name) => canvas(words(`inside.change.${name}`)));
  const changeSaid = make("p", { className: "quiet", role: "status", textContent: words("inside.change.empty") });
  let other = null;
  let changed = null; // {network, pixels}, of which this is told
  const changeFilm = groundup.film({
    canvases: [was, difference, is], name: () => `change-to-${other}.png`,
    paint({ x, outputs }, step, frames) {
      const { x: before } = frames[0];
      pictures.ink(was, bytes(before));
      pictures.diverging(difference, Array.from(x, (value, i) => value - before[i]), 1);
      pictures.ink(is, bytes(x));
      const moved = x.reduce((sum, value, i) => sum + Math.abs(value - before[i]), 0);
      const fooled = best(outputs) === other;
      changeSaid.textContent = words(step === frames.length - 1 && !fooled ? "inside.change.never" : "inside.change.said", {
        moved: moved.toFixed(1), reads: best(outputs), output: inWords(outputs[best(outputs)]), digit: other,
      });
      is.setAttribute("aria-label", fooled ? words("inside.change.is") : changeSaid.textContent);
      is.nextSibling.style.visibility = fooled ? "" : "hidden";
    },
  });
  const shownPictures = make("div", { className: "three", hidden: true }, ...[was, difference, is].map((one, i) => figure(one, words(`inside.change.${["was", "difference", "is"][i]}`))));
  const changeTen = ten("change", (digit) => {
    if (!groundup.reading?.pixels) return;
    other = digit;
    changed = { network: groundup.network, pixels: String(groundup.reading.pixels) };
    changeTen.press(digit);
    shownPictures.hidden = false;
    changeFilm.show(growing.change(groundup.network, backward.inputs(groundup.reading.pixels), digit));
  });

  const tap = make("p", { className: "quiet", textContent: words("inside.tap") });
  find("inside").append(
    make("div", { className: "inside-slot", data: { place: "paper reading" } }),
    make("div", { className: "inside-network", data: { place: "living" } }),
    make("div", { className: "inside-below" },
      card("neuron", words("inside.neuron"), tap, neuron.element),
      card("perfect", words("inside.perfect.title"), make("p", { className: "quiet", textContent: words("inside.perfect.about") }), perfectTen.element, grown, grownSaid, perfectFilm.element),
      card("change", words("inside.change.title"), make("p", { className: "quiet", textContent: words("inside.change.about") }), changeTen.element, changeSaid, shownPictures, changeFilm.element)));

  tabs.listen((name) => {
    if (name !== "inside") return;
    if (!groundup.reading?.pixels && !ink.strokes.length) ink.load(groundup.carried.examples[4].strokes);
    neuron.refresh();
    requestAnimationFrame(openLoudest);
    refresh();
  });
  groundup.onReading(({ pixels, digit }) => {
    changeTen.buttons.forEach((button, i) => (button.disabled = !pixels || i === digit));
    refresh();
  });

  /** With another network, the perfect digit is another; with that or another drawing, a change is of what is no more.
   * (While a network learns, it is another every moment; and one weight that is dragged changes little.) */
  function refresh() {
    if (tabs.chosen !== "inside" || training.state.running || inUse.edited()) return;
    if (grownBy !== groundup.network) perfectTen.buttons[perfectDigit].click();
    if (!changed || (changed.network === groundup.network && changed.pixels === String(groundup.reading?.pixels))) return;
    changed = null;
    changeTen.press(null);
    changeFilm.clear();
    shownPictures.hidden = true;
    changeSaid.textContent = words("inside.change.empty");
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    perfectFilm.repaint();
    changeFilm.repaint();
  });

  // A neuron that is tapped in the picture is looked into; of a convolution, a filter cannot be.
  inUse.listen(({ kind, l, j }) => {
    if (kind !== "unit" || tabs.chosen !== "inside" || l + 1 === groundup.network.w.length) return;
    if (groundup.layers.seeing(groundup.network, l)) neuron.close();
    else neuron.open(l, j);
    tap.hidden = !neuron.element.hidden;
  });

  /** Looks into the neuron that says most for the output in question, where none is looked into. */
  function openLoudest() {
    const { scene } = inUse.picture;
    if (tabs.chosen !== "inside" || !neuron.element.hidden || !scene?.drawn || !scene.columns.length) return;
    const { l, units } = scene.columns.at(-1);
    if (groundup.layers.seeing(scene.network, l)) return;
    const { terms } = scene.outputs[scene.output];
    const loudest = units.reduce((one, other) => (Math.abs(terms[other.j]) > Math.abs(terms[one.j]) ? other : one));
    neuron.open(l, loudest.j);
  }
  groundup.onReading(() => requestAnimationFrame(openLoudest));

  groundup.inside = {};
}
