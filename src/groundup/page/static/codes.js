"use strict";
// A run as a short text that can be pasted anywhere, and in this page is the same run again, to the bit:
//
//     gu1-h20.12-ar-e0.25-t200e0.5-t231-n30000-kwzb
//
// After the version: what is not as FIRST has it, a letter and its value; t, what happened after how many
// digits (another rate, or a step from one digit alone); n, after how many digits it stops; and four letters
// that check the rest.
{
  const { hashes, settings, words } = groundup;
  const VERSION = "gu1";
  const FIRST = { hidden: [30], activation: "sigmoid", output: "sigmoid", cost: "quadratic", init: "scaled", eta: 3, batch: 10, l2: 0, seed: 0, digits: 10_000 };
  const LETTERS = { hidden: "h", activation: "a", output: "o", cost: "c", init: "i", eta: "e", batch: "b", l2: "l", seed: "s", digits: "d" };
  const NAMES = {
    activation: { sigmoid: "s", tanh: "t", relu: "r" },
    output: { sigmoid: "s", tanh: "t", linear: "l", softmax: "m" },
    cost: { quadratic: "q", "cross-entropy": "e" },
    init: { scaled: "s", he: "h", normal: "n", zero: "z" },
  };
  const CHECKING = "bcdfghjklmnpqrstvwxz"; // no vowels, and so no words
  const CODE = /gu(\d+)-(?:[a-z0-9.]+-)*[a-z0-9.]*[a-z0-9]/;
  const LONGEST = 50_000; // letters

  const number = (value) => String(value).replace("e-", "m"); // 1e-7 has no hyphen then
  const numberOf = (text) => (/^\d+(\.\d+)?(m\d+)?$/.test(text) ? Number(text.replace("m", "e-")) : NaN);

  function check(text) {
    const digest = parseInt(hashes.sha256(new TextEncoder().encode(text)).slice(0, 8), 16);
    return [1, 20, 400, 8000].map((place) => CHECKING[Math.floor(digest / place) % 20]).join("");
  }

  /** The code of a run: its settings, events, and the digits after which it stops. */
  function write({ how, events, at }) {
    const fields = Object.keys(FIRST)
      .filter((name) => String(how[name]) !== String(FIRST[name]))
      .map((name) => LETTERS[name] + value(name, how[name]));
    const happened = events.filter((event) => event.at < at || (event.at === at && event.eta)).map((event) => `t${event.at}${event.eta ? `e${number(event.eta)}` : ""}`);
    const text = [VERSION, ...fields, ...happened, `n${at}`].join("-");
    return `${text}-${check(text)}`;
  }

  function value(name, said) {
    if (name === "hidden") return said.join(".");
    return name in NAMES ? NAMES[name][said] : number(said);
  }

  /** {how, events, at} of the code that is somewhere in a text. Throws an Error where there is none, or where
   * it is of another version, damaged, or says what this page cannot train. */
  function read(text) {
    const found = CODE.exec(text.slice(0, LONGEST).toLowerCase());
    if (!found) throw new Error(words("codes.none"));
    if (`gu${found[1]}` !== VERSION) throw new Error(words("codes.version", { theirs: `gu${found[1]}`, ours: VERSION }));
    const fields = found[0].split("-");
    if (fields.pop() !== check(fields.join("-"))) throw new Error(words("codes.damaged"));
    const run = { how: structuredClone(FIRST), events: [], at: 0 };
    const once = fields.slice(1).map(([letter]) => letter).filter((letter) => letter !== "t");
    if (new Set(once).size < once.length) throw new Error(words("codes.twice"));
    for (const field of fields.slice(1)) take(run, field);
    if (run.at > groundup.Learner.MOST_EPOCHS * run.how.digits) throw new Error(words("codes.unknown", { text: `n${run.at}` }));
    const wrong = settings.problem(run.how);
    if (wrong) throw new Error(wrong);
    return run;
  }

  function take(run, field) {
    const [letter, rest] = [field[0], field.slice(1)];
    const name = Object.keys(LETTERS).find((one) => LETTERS[one] === letter);
    if (letter === "t") run.events.push(event(rest, field));
    else if (letter === "n" && /^\d+$/.test(rest)) run.at = Number(rest);
    else if (!name) throw new Error(words("codes.unknown", { text: field }));
    else if (name === "hidden") run.how.hidden = rest.split(".").filter(Boolean).map(Number);
    else run.how[name] = name in NAMES ? Object.keys(NAMES[name]).find((one) => NAMES[name][one] === rest) : numberOf(rest);
  }

  function event(text, field) {
    const [at, eta] = text.split("e").map(numberOf);
    const said = text.includes("e") ? { at, eta } : { at };
    if (!Number.isInteger(at) || !settings.possible(said)) throw new Error(words("codes.unknown", { text: field }));
    return said;
  }

  groundup.codes = { write, read, check };
}
