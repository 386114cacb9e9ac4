"use strict";
// What one can choose of a training: its learning rate and speed while it goes on; and all that a new
// run begins with. `groundup.choices.element` is where.
{
  const { counted, fold, initialisation, make, settings, training, words } = groundup;
  const SPEEDS = [1, 5, 20, 100, ""]; // batches a second; the last, as many as it can
  const { eta: ETA } = settings.NUMBERS;

  const field = (text, input, ...more) => make("label", {}, make("span", { textContent: text }), input, ...more);
  const select = (values, name = (value) => value) => make("select", {}, ...values.map((value) => make("option", { value, textContent: name(value) })));
  const number = (name, step) => make("input", { type: "number", min: settings.NUMBERS[name].from, max: settings.NUMBERS[name].to, step, required: true });

  const slider = make("input", { type: "range", min: Math.log10(ETA.from), max: Math.log10(ETA.to), step: 0.01 });
  const rate = make("output", {});
  const speed = make("select", {}, ...SPEEDS.map((value) => make("option", { value, textContent: value ? counted("choices.speeds", value) : words("choices.fastest") })));
  const inputs = {
    hidden: make("input", { type: "text", inputMode: "numeric", autocomplete: "off", spellcheck: false, pattern: "[0-9, ]*", title: words("choices.hiddenAre") }),
    activation: select(settings.ACTIVATIONS),
    output: select([...new Set(Object.values(settings.OUTPUTS).flat())]),
    cost: select(Object.keys(settings.OUTPUTS)),
    init: select(initialisation.INITS, (value) => words(`choices.inits.${value}`)),
    eta: number("eta", "any"),
    batch: number("batch", 1),
    l2: number("l2", "any"),
    digits: number("digits", 1),
    seed: number("seed", 1),
  };
  const problem = make("p", { className: "train-problem", role: "alert" });
  const form = make("form", { className: "train-anew", noValidate: true },
    ...Object.entries(inputs).map(([name, input]) => field(words(`choices.names.${name}`), input)),
    make("button", { type: "submit", textContent: words("choices.begin") }), problem);
  const element = make("div", { className: "train-choices" },
    field(words("choices.rate"), slider, rate), field(words("choices.speed"), speed),
    fold(words("choices.another"), form));

  slider.addEventListener("input", () => training.setEta(Number((10 ** slider.value).toPrecision(2))));
  speed.addEventListener("change", () => training.setSpeed(speed.value ? Number(speed.value) : null));
  inputs.activation.addEventListener("change", () => {
    const { init } = inputs;
    if (["scaled", "he"].includes(init.value)) init.value = initialisation.usual(chosen());
  });
  inputs.cost.addEventListener("change", () => offer(inputs.output, settings.OUTPUTS[inputs.cost.value]));
  inputs.output.addEventListener("change", () => {
    const costs = Object.keys(settings.OUTPUTS).filter((cost) => settings.OUTPUTS[cost].includes(inputs.output.value));
    offer(inputs.cost, costs);
  });

  /** Chooses the first of these where another is chosen. */
  function offer(input, values) {
    if (!values.includes(input.value)) input.value = values[0];
  }

  /** What the form says. */
  function chosen() {
    const how = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, name in settings.NUMBERS ? settings.numberOf(input.value) : input.value]));
    how.hidden = inputs.hidden.value.split(/[, ]+/).filter(Boolean).map(settings.numberOf);
    return how;
  }

  form.addEventListener("input", () => (problem.textContent = "")); // it was about what stood there before
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const how = chosen();
    problem.textContent = settings.problem(how);
    if (problem.textContent) return;
    await training.begin(how);
    training.take();
  });

  let shown = null;
  training.listen(({ how, eta, speed: batches }) => {
    const text = String(Number(eta.toPrecision(2)));
    if (slider !== document.activeElement) slider.value = Math.log10(eta);
    rate.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    speed.value = String(batches ?? "");
    if (how === shown) return;
    shown = how;
    for (const [name, input] of Object.entries(inputs)) input.value = name === "hidden" ? how.hidden.join(", ") : how[name];
  });

  groundup.choices = { element };
}
