"use strict";
// The second stop of the Backprop tab: the digit drawn and the answer that it should have; backprop on it,
// statement by statement; one step of training.
{
  const { a, backward, corrections, find, ink, make, onestep, tabs, training, walk, words } = groundup;
  let label = null; // the answer that the digit should have
  let chosen = false; // whether the reader said so, of this drawing
  let shown = {}; // what is shown: pixels, label, network

  const buttons = Array.from({ length: 10 }, (_, digit) => {
    const button = make("button", { type: "button", textContent: digit, value: digit, aria: { label: words("backprop.should", { digit: a(digit) }), pressed: "false" } });
    button.addEventListener("click", () => {
      [label, chosen] = [digit, true];
      show();
    });
    return button;
  });
  const nothing = make("p", { className: "quiet" });
  const card = (name, title, ...children) => make("section", { className: `card backprop-${name}`, aria: { label: title } }, make("h2", { textContent: title }), ...children);
  const target = make("div", { className: "choice" }, make("span", { id: "should-name", textContent: words("backprop.target") }),
    make("div", { className: "ten", role: "group", aria: { labelledby: "should-name" } }, ...buttons));
  const steps = make("div", {}, walk.element);

  const element = make("div", { className: "backprop-own" },
    make("div", { className: "backprop-left" },
      make("div", { className: "backprop-slot", data: { place: "paper reading" } }),
      card("step", words("onestep.title"), onestep.element)),
    card("walk", words("backprop.title"), make("p", { className: "quiet", textContent: words("backprop.about") }), target, nothing, steps));

  /** Shows what is new, where it can be seen. */
  function show() {
    if (find("backprop").hidden) return;
    const convolves = Boolean(groundup.network?.shapes);
    const { pixels } = convolves ? {} : (groundup.reading ?? {});
    nothing.textContent = words(convolves ? "backprop.convolution" : "backprop.empty");
    nothing.hidden = Boolean(pixels);
    steps.hidden = !pixels;
    element.querySelector(".backprop-step").hidden = !pixels;
    for (const button of buttons) {
      button.disabled = !pixels;
      button.setAttribute("aria-pressed", String(Boolean(pixels) && Number(button.value) === label));
    }
    if (!pixels) return;
    const { network } = groundup;
    const learning = training.state.running && shown.network && same(shown.pixels, pixels) && shown.label === label;
    if (learning || (network === shown.network && same(shown.pixels, pixels) && shown.label === label)) return;
    shown = { network, pixels: pixels.slice(), label };
    const x = backward.inputs(pixels);
    walk.show(network, x, backward.target(label));
    onestep.show(network, x, backward.target(label));
  }

  const same = (one, other) => one && one.length === other.length && one.every((value, i) => value === other[i]);

  let drawn = null;
  let waiting = false;
  groundup.onReading(({ pixels, strokes, digit }) => {
    if (pixels && !same(drawn, pixels)) {
      drawn = pixels.slice();
      chosen = false;
    }
    if (pixels && !chosen) label = corrections.labelOf(strokes) ?? digit ?? 0;
    if (waiting) return;
    waiting = true; // once a frame is enough
    requestAnimationFrame(() => {
      waiting = false;
      show();
    });
  });

  tabs.listen((name) => {
    if (name !== "backprop") return;
    if (!groundup.reading?.pixels && !ink.strokes.length) ink.load(groundup.carried.examples[4].strokes);
    show();
  });
  const anew = () => {
    shown = {};
    show();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", anew);

  groundup.own = { element, show, moves: () => ({ back: null, next: null }), listen: () => {} };
}
