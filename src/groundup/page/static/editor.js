"use strict";
// The recogniser's text: shown, coloured, edited, run. What one sees is what runs.
{
  const { find, make, python, store } = groundup;
  const code = find("code");
  const PARTS =
    /(?<comment>#.*)|(?<string>"[^"\n]*"?|'[^'\n]*'?)|(?<word>\b(?:and|as|def|elif|else|for|from|if|import|in|is|lambda|not|or|pass|raise|return|try|except|while|with|yield|None|True|False)\b)|(?<number>\b\d[\d._e]*\b)|(?<=\bdef )(?<name>\w+)/g;
  let marked = 0; // the line that the error is in

  /** The text again, in colours, behind the one that is edited. */
  function colour() {
    const text = code.value;
    const pieces = [];
    let end = 0;
    for (const match of text.matchAll(PARTS)) {
      const kind = Object.keys(match.groups).find((name) => match.groups[name]);
      pieces.push(text.slice(end, match.index));
      pieces.push(make("span", { className: kind, textContent: match[0] }));
      end = match.index + match[0].length;
    }
    find("colours").replaceChildren(...pieces, text.slice(end), "\n");
    find("numbers").replaceChildren(
      ...text.split("\n").map((_, i) =>
        make("span", { textContent: `${i + 1}\n`, className: i + 1 === marked ? "marked" : "" }),
      ),
    );
    find("edited").hidden = text === python.original;
    store.put("code", text === python.original ? null : text);
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
    const lines = [...error.matchAll(/", line (\d+)/g)];
    const line = lines.length ? Number(lines.at(-1)[1]) : 0;
    if (line !== marked) {
      marked = line;
      colour();
    }
  }

  /** Another network may want another text. One that the reader has edited stays. */
  function replace(text) {
    const own = code.value !== python.original;
    python.original = text;
    if (!own) code.value = text;
    colour();
  }

  function reset() {
    code.value = python.original;
    colour();
  }

  /** A new line begins where the last one did, further in after a colon. */
  function newLine(event) {
    const before = code.value.slice(0, code.selectionStart).split("\n").at(-1);
    const indent = before.match(/^ */)[0] + (/:\s*(#.*)?$/.test(before) ? "    " : "");
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`); // so that it can be undone
  }

  code.value = store.get("code") ?? python.original;
  code.addEventListener("input", colour);
  code.addEventListener("scroll", () => (find("colours").scrollLeft = code.scrollLeft));
  code.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey) newLine(event);
  });
  colour();

  groundup.editor = { run, reset, replace, showError };
}
