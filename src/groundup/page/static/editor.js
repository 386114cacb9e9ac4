"use strict";
// The recogniser's text: shown, edited, run. What one sees is what runs.
{
  const { find, python, store, words } = groundup;
  const code = find("code");
  const box = groundup.codeBox({ code, colours: find("colours"), numbers: find("numbers") }, changed);

  function changed() {
    find("edited").hidden = code.value === python.original;
    store.put("code", code.value === python.original ? null : code.value);
  }

  function put(text) {
    code.value = text;
    box.show();
    changed();
  }

  /** Runs the text. Its error, if any, is shown in place. */
  async function run() {
    showError(await python.run(code.value));
  }

  /** Runs it for the first time, unless it did not end when it ran last. */
  function start() {
    const own = code.value !== python.original;
    const refused = own && python.remembered(code.value);
    if (refused) showError(refused);
    else if (own) run();
  }

  /** It takes long, and can be stopped; or it has ended. */
  function running(long) {
    if (!long && document.activeElement === find("stop")) find("run").focus();
    find("stop").hidden = !long;
    find("timing").textContent = long ? words("python.running") : "";
  }

  function showError(error, printed = "") {
    if (find("error").textContent !== error) find("error").textContent = error; // it is read aloud
    find("error").hidden = !error;
    find("printed").textContent = printed;
    find("printed").hidden = !printed;
    box.mark(groundup.lineOf(error));
  }

  /** Another network may want another text. One that the reader has edited stays. */
  function replace(text) {
    const own = code.value !== python.original;
    python.original = text;
    put(own ? code.value : text);
  }

  put(store.get("code") ?? python.original);

  groundup.editor = { run, start, running, reset: () => put(python.original), replace, showError };
}
