"use strict";
// A text of Python, shown or edited. Where it is edited a long line is scrolled to, so that indentation can be
// read down the page; where it is only shown, it goes on in the next row, further in.
{
  const { make } = groundup;
  const PARTS =
    /(?<comment>#.*)|(?<string>"[^"\n]*"?|'[^'\n]*'?)|(?<word>\b(?:and|as|def|elif|else|for|from|if|import|in|is|lambda|not|or|pass|raise|return|try|except|while|with|yield|None|True|False)\b)|(?<number>\b\d[\d._e]*\b)|(?<=\bdef )(?<name>\w+)/g;

  /** Pieces of a text in their colours. */
  function coloured(text) {
    const pieces = [];
    let end = 0;
    for (const match of text.matchAll(PARTS)) {
      const kind = Object.keys(match.groups).find((name) => match.groups[name]);
      pieces.push(text.slice(end, match.index));
      pieces.push(make("span", { className: kind, textContent: match[0] }));
      end = match.index + match[0].length;
    }
    return [...pieces, text.slice(end)];
  }

  /** A new line begins where the last one did, further in after a colon. */
  function newLine(event) {
    const code = event.target;
    const before = code.value.slice(0, code.selectionStart).split("\n").at(-1);
    const indent = before.match(/^ */)[0] + (/:\s*(#.*)?$/.test(before) ? "    " : "");
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`); // so that it can be undone
  }

  const CHANGE = 4; // columns that a row is further in than the line that it goes on

  /** An element a line, what goes before each by `before(i)`; long lines go on further in. */
  groundup.codeLines = (text, before = () => []) =>
    text.split("\n").map((line, i) => {
      const head = before(i);
      const element = make("span", { className: "line" }, ...head, `${line}\n`);
      const written = head.reduce((sum, part) => sum + part.textContent.length, 0) + line.search(/\S|$/);
      element.style.setProperty("--hang", `${written + CHANGE}ch`);
      return element;
    });

  /** {show(), mark(line)} for a textarea over its coloured text, beside its numbers; `changed()` is
   * called when the reader has edited it. */
  groundup.codeBox = ({ code, colours, numbers }, changed) => {
    let marked = 0;
    function show() {
      const text = code.value;
      colours.replaceChildren(
        ...text.split("\n").map((line) => make("span", { className: "line" }, ...coloured(line), "\n")),
      );
      numbers.replaceChildren(
        ...text.split("\n").map((_, i) =>
          make("span", { textContent: `${i + 1}\n`, className: i + 1 === marked ? "marked" : "" }),
        ),
      );
    }
    code.addEventListener("input", () => {
      show();
      changed();
    });
    code.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey) newLine(event);
    });
    return {
      show,
      /** Marks a line, 0 for none. */
      mark(line) {
        if (line === marked) return;
        marked = line;
        show();
      },
    };
  };

  /** The line that an error is in, as Python tells it; 0 for none. */
  groundup.lineOf = (error) => Number([...error.matchAll(/", line (\d+)/g)].at(-1)?.[1] ?? 0);
}
