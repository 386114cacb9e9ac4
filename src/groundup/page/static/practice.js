"use strict";
// Write it yourself: backprop as an exercise, run in the page and held against the known answers and the
// known wrong answers.
{
  const { carried, digits, find, judge, make, store, words } = groundup;
  const { exercises, given } = carried.lesson;
  const NAMES = ["output", "sent", "hidden", "weights", "three", "whole", "all"];
  const MOST_HINTS = 3;

  const which = make("select", { aria: { label: words("practice.exercise") } }, ...NAMES.map((name) => make("option", { value: name, textContent: words(`practice.exercises.${name}`) })));
  const numbers = make("pre", { className: "numbers", aria: { hidden: "true" } });
  const colours = make("pre", { className: "colours", aria: { hidden: "true" } });
  const code = make("textarea", { className: "code", spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off", aria: { label: words("practice.code") } });
  const editor = make("div", { className: "editor" }, numbers, make("div", { className: "text" }, colours, code));
  const button = (name, act, more = {}) => {
    const element = make("button", { type: "button", textContent: words(`practice.${name}`), ...more });
    element.addEventListener("click", act);
    return element;
  };
  const run = button("check", check, { className: "main", title: words("page.runKeys") });
  const sandbox = new groundup.Sandbox({
    modules: ["bridge", "fitting", "forwards", "practice"], given, file: "backprop.py", onLong: running,
  });
  const stop = button("stop", () => sandbox.stop(), { hidden: true });
  const hint = button("hint", moreHints, { disabled: true });
  const anew = button("reset", () => put(exercises[which.value]));
  const report = make("div", { className: "practice-report", role: "status" });
  const error = make("pre", { className: "practice-error", role: "alert", tabIndex: 0, hidden: true });
  const printed = make("pre", { className: "practice-printed", role: "group", tabIndex: 0, hidden: true, aria: { label: words("practice.printed") } });
  const around = make("details", { className: "more" }, make("summary", { textContent: words("practice.given") }), make("pre", { className: "given", tabIndex: 0, role: "group", aria: { label: words("practice.given") } }, ...groundup.codeLines(given)));
  const element = make("div", { className: "practice" },
    make("label", { className: "setting" }, make("span", { textContent: words("practice.exercise") }), which),
    make("p", { className: "quiet", textContent: words("practice.about") }), editor,
    make("div", { className: "tools" }, run, hint, anew, stop), error, printed, report, around);
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
    if (!practice.busy) sandbox.renew(); // so that it is there by the next check
  }

  const prepare = async () => (known ??= JSON.parse(new TextDecoder().decode(await digits.inflated(find("mistakes").textContent))));

  /** The line that is still to be written; 0 for none. */
  const unwritten = () => code.value.split("\n").findIndex((line) => /\.\.\./.test(line.replace(/#.*/, ""))) + 1;

  async function check() {
    if (practice.busy) return;
    practice.busy = "check";
    await prepare();
    const text = code.value;
    const came = await ask(text);
    practice.busy = "";
    if (code.value !== text) return; // it is about another text
    hints = 1;
    tellError(came.error, came.printed);
    judged = came.learned ? judge.judge(known, came.learned, came.seen) : null;
    if (came.changed) report.replaceChildren(make("p", { className: "verdict", textContent: words("practice.changed") }));
    else show();
  }

  /** {error, printed, learned, changed}: what the text gives on every network; on one where it has an
   * error, null. */
  async function ask(text) {
    const line = unwritten();
    if (line) return { error: words("practice.unwritten", { line }) };
    const failed = await load(text);
    if (failed) return { error: failed };
    return groundup.answers(sandbox, known, text);
  }

  /** Runs a text; its error, "" for none. */
  async function load(text) {
    sandbox.renew();
    const { ended, failed, value } = await sandbox.call("load", text, text);
    return ended ?? failed ?? String(value);
  }

  /** It takes long, and can be stopped; or it has ended. */
  function running(long) {
    if (practice.busy !== "check") return;
    if (!long && document.activeElement === stop) run.focus();
    stop.hidden = !long;
    report.replaceChildren(...(long ? [make("p", { textContent: words("python.running") })] : []));
  }

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
    if (failed && judged) hint.disabled = !judged.mistakes.length || hints >= MOST_HINTS;
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

  /** busy: what Python is doing with the reader's text, "check" or "train"; "" for nothing. */
  const practice = { element, sandbox, busy: "", check, load, unwritten, tellError, get text() { return code.value; }, put };

  const kept = store.get("practice") ?? {};
  if (NAMES.includes(kept.which)) which.value = kept.which;
  put(kept[which.value] ?? exercises[which.value]);
  groundup.practice = practice;
}
