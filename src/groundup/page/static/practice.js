"use strict";
// Write it yourself: backprop as an exercise, run in the page and held against the known answers and the
// known wrong answers.
{
  const { carried, digits, find, judge, make, python, store, words } = groundup;
  const { exercises, given } = carried.lesson;
  const NAMES = ["output", "sent", "hidden", "weights", "three", "whole", "all"];
  const MOST_HINTS = 3;

  const which = make("select", { aria: { label: words("practice.exercise") } }, ...NAMES.map((name) => make("option", { value: name, textContent: words(`practice.exercises.${name}`) })));
  const numbers = make("pre", { className: "numbers", aria: { hidden: "true" } });
  const colours = make("pre", { className: "colours", aria: { hidden: "true" } });
  const code = make("textarea", { className: "code", spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "soft", aria: { label: words("practice.code") } });
  const editor = make("div", { className: "editor" }, numbers, make("div", { className: "text" }, colours, code));
  const button = (name, act, more = {}) => {
    const element = make("button", { type: "button", textContent: words(`practice.${name}`), ...more });
    element.addEventListener("click", act);
    return element;
  };
  const run = button("check", check, { className: "main", title: words("page.runKeys") });
  const hint = button("hint", moreHints, { disabled: true });
  const anew = button("reset", () => put(exercises[which.value]));
  const report = make("div", { className: "practice-report", role: "status" });
  const error = make("pre", { className: "practice-error", role: "alert", tabIndex: 0, hidden: true });
  const printed = make("pre", { className: "practice-printed", role: "group", tabIndex: 0, hidden: true, aria: { label: words("practice.printed") } });
  const around = make("details", { className: "more" }, make("summary", { textContent: words("practice.given") }), make("pre", { className: "given", tabIndex: 0, role: "group", aria: { label: words("practice.given") } }, ...groundup.codeLines(given)));
  const element = make("div", { className: "practice" },
    make("label", { className: "walk-which" }, make("span", { textContent: words("practice.exercise") }), which),
    make("p", { className: "quiet", textContent: words("practice.about") }), editor,
    make("div", { className: "tools" }, run, hint, anew), error, printed, report, around);
  const box = groundup.codeBox({ code, colours, numbers }, edited);
  let judged = null;
  let hints = 1;
  let known = null; // the known answers, once they are unpacked

  function put(text) {
    code.value = text;
    box.show();
    edited();
  }

  function edited() {
    const texts = store.get("practice") ?? {};
    const own = code.value === exercises[which.value] ? undefined : code.value;
    store.put("practice", { ...texts, which: which.value, [which.value]: own });
    box.mark(0);
    tellError("");
    judged = null;
    hint.disabled = true;
    report.replaceChildren();
  }

  const prepare = async () => (known ??= JSON.parse(new TextDecoder().decode(await digits.inflated(find("mistakes").textContent))));

  /** The line that is still to be written; 0 for none. */
  const unwritten = () => code.value.split("\n").findIndex((line) => /\.\.\./.test(line.replace(/#.*/, ""))) + 1;

  async function check() {
    await prepare();
    hints = 1;
    const came = ask();
    tellError(came.error, came.printed);
    judged = came.learned ? judge.judge(known, came.learned) : null;
    if (came.changed) report.replaceChildren(make("p", { className: "verdict", textContent: words("practice.changed") }));
    else show();
  }

  /** {error, printed, learned, changed}: what the text gives on every network; on one where it has an
   * error, null. */
  function ask() {
    const line = unwritten();
    if (line) return { error: words("practice.unwritten", { line }), line };
    const failed = load();
    if (failed) return { error: failed };
    const learned = {};
    let [error, printed, changed] = ["", "", false];
    for (const network of known.networks) {
      const batches = network.batches.map(({ xs, ys }) => [xs, ys]);
      const [problem, said, found, after, touched] = python.within(
        () => groundup.pupil.answers(python.toPython(network.w), python.toPython(network.b), python.toPython(batches), network.calls, python.toPython(known.eta)), true);
      [error, printed, changed] = [error || problem, printed || said, changed || touched];
      const list = Array.isArray(found) ? found : null; // Python's None is no null
      learned[network.name] = list && list.map((call, i) => judge.flat(call, i || !Array.isArray(after) ? null : after));
      if (problem.includes("TimeoutError")) return { error, printed, changed };
    }
    return { error, printed, changed, learned };
  }

  /** Runs the text; its error, "" for none. */
  const load = () => python.within(() => groundup.pupil.run(code.value), true);

  function tellError(text, said = "") {
    error.textContent = text;
    error.hidden = !text;
    printed.textContent = said;
    printed.hidden = !said;
    box.mark(groundup.lineOf(text) || Number(text.match(/^Line (\d+)/)?.[1] ?? 0));
  }

  function show() {
    hint.disabled = !judged || judged.right || hints >= MOST_HINTS;
    hint.textContent = words("practice.hintNumber", { hint: Math.min(hints + 1, MOST_HINTS), of: MOST_HINTS });
    const failed = judged && !error.hidden;
    if (!judged || (failed && !judged.mistakes.length)) report.replaceChildren();
    else report.replaceChildren(...groundup.report.report(judged, known.activations.length, hints));
    if (failed) hint.disabled = !judged.mistakes.length || hints >= MOST_HINTS;
  }

  function moreHints() {
    hints++;
    show();
    if (hints >= MOST_HINTS) report.lastElementChild.scrollIntoView({ block: "nearest" });
  }

  which.addEventListener("change", () => put(store.get("practice")?.[which.value] ?? exercises[which.value]));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation(); // the recogniser does not run
    check();
  });

  const kept = store.get("practice") ?? {};
  if (NAMES.includes(kept.which)) which.value = kept.which;
  put(kept[which.value] ?? exercises[which.value]);
  groundup.ready.then(() => groundup.pupil.give(given));

  groundup.practice = { element, check, load, unwritten, tellError, get text() { return code.value; }, put };
}
