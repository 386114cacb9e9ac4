"use strict";
// How a network is made and trained: what can be chosen, what is refused, and what an older link says of it
// (those of now have a run's code: codes.js).
//
//     hidden      neurons of each hidden layer        activation   of the hidden layers
//     output      activation of the last layer        cost         what is made small
//     eta         the learning rate                   batch        digits a step
//     l2          weight decay                        seed         of all chance
//     digits      how many to learn from              init         weights before (initialisation.js)
{
  const { initialisation, words } = groundup;
  const ACTIVATIONS = ["sigmoid", "tanh", "relu"];
  const OUTPUTS = { quadratic: ["sigmoid", "tanh", "linear"], "cross-entropy": ["softmax", "sigmoid"] };
  const MOST_LAYERS = 3;
  const NUMBERS = {
    eta: { from: 0.0001, to: 1000 },
    l2: { from: 0, to: 1 },
    batch: { from: 1, to: 1000, whole: true },
    seed: { from: 0, to: 2 ** 32 - 1, whole: true },
    digits: { from: 10, to: groundup.carried.digits.train, whole: true },
  };
  const LAYER = { from: 1, to: 800, whole: true };
  const DEFAULT = {
    hidden: [30], activation: "sigmoid", output: "sigmoid", cost: "quadratic", init: "scaled",
    eta: 3, batch: 10, l2: 0, seed: 0, digits: NUMBERS.digits.to,
  };

  /** The number that a text says; the text itself, which `problem` refuses, where it says none. */
  function numberOf(text) {
    if (!text.trim()) return words("settings.empty");
    return Number.isNaN(Number(text)) ? text : Number(text);
  }

  /** "" where these settings make a network that can learn, else what is wrong with them. */
  function problem(how) {
    if (how.hidden.length > MOST_LAYERS) return words("settings.layers", { most: MOST_LAYERS, count: how.hidden.length });
    const numbers = [...how.hidden.map((size) => ["layer", size, LAYER]), ...Object.entries(NUMBERS).map(([name, rule]) => [name, how[name], rule])];
    for (const [name, value, { from, to, whole }] of numbers) {
      if (value >= from && value <= to && (!whole || Number.isInteger(value))) continue;
      const what = words(`settings.names.${name}`);
      return words(whole ? "settings.whole" : "settings.number", { what, from, to: groundup.whole(to), value });
    }
    if (!ACTIVATIONS.includes(how.activation)) return words("settings.activation", how);
    if (!initialisation.INITS.includes(how.init)) return words("settings.init", how);
    if (!Object.hasOwn(OUTPUTS, how.cost)) return words("settings.cost", how);
    if (!OUTPUTS[how.cost].includes(how.output)) return words("settings.outputs", { ...how, fit: groundup.listed(OUTPUTS[how.cost], "or") });
    return "";
  }

  /** {how, events} of a link's fragment, "train&hidden=30&eta=3&then=200:1_230:one"; null for another. Throws an Error where it makes no sense. */
  function fromFragment(fragment) {
    const said = new URLSearchParams(fragment);
    const given = Object.keys(DEFAULT).filter((name) => said.has(name));
    if (!given.length) return null;
    const how = structuredClone(DEFAULT);
    for (const name of given) {
      if (name === "hidden") how.hidden = said.get(name).split("-").filter(Boolean).map(numberOf);
      else how[name] = name in NUMBERS ? numberOf(said.get(name)) : said.get(name);
    }
    if (!said.has("init")) how.init = initialisation.usual(how);
    const wrong = problem(how);
    if (wrong) throw new Error(wrong);
    return { how, events: (said.get("then") ?? "").split("_").filter(Boolean).map(event) };
  }

  function event(text) {
    const [at, what] = text.split(":");
    const said = what === "one" ? { at: Number(at) } : { at: Number(at), eta: Number(what) };
    if (!possible(said)) throw new Error(words("settings.link", { text }));
    return said;
  }

  /** Whether this can happen to a run: see learner.js. */
  const possible = ({ at, eta = NUMBERS.eta.from }) => at >= 0 && eta >= NUMBERS.eta.from && eta <= NUMBERS.eta.to;

  /** A learning rate that does for such a network: the origin's for sigmoids. */
  const usualEta = ({ activation, output, cost }) => (cost === "quadratic" && activation === "sigmoid" && output === "sigmoid" ? 3 : 0.1);

  groundup.settings = { ACTIVATIONS, OUTPUTS, NUMBERS, DEFAULT, numberOf, problem, possible, usualEta, fromFragment };
}
