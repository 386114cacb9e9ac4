"use strict";
// The recogniser's text: shown, edited, run. What one sees is what runs.
{
  const { find, python, store } = groundup;
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
  function run() {
    showError(python.run(code.value));
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

  groundup.editor = { run, reset: () => put(python.original), replace, showError };
}
