"use strict";
// Lines of Python, of which some are lit, each with what it has just made: {element, light(made)}.
{
  const { make } = groundup;
  const FURTHER = 4; // columns that a long line goes on further in

  /** text: the Python; label: what it is, for those who hear it. */
  groundup.listing = (text, label) => {
    const lines = text.trimEnd().split("\n");
    const rows = lines.map((line) => {
      const row = make("span", { className: "line", textContent: line || " " });
      row.style.setProperty("--hang", `${line.search(/\S|$/) + FURTHER}ch`);
      return row;
    });
    const element = make("pre", { className: "listing", tabIndex: 0, role: "group", aria: { label } }, ...rows);

    /** Lights the lines that begin with a key of `made`, whose value is a text: what the line gave, "" for
     * nothing to say. `from` and `to`: the first and the last line that are shown, by how they begin. */
    function light(made, from = null, to = null) {
      const at = (start, other) => (start === null ? other : lines.findIndex((line) => line.trim().startsWith(start)));
      const [first, last] = [at(from, 0), at(to, lines.length - 1)];
      const on = lines.map((line) => Object.keys(made).find((start) => line.trim().startsWith(start)));
      rows.forEach((row, i) => {
        row.hidden = i < first || i > last;
        row.classList.toggle("on", on[i] !== undefined);
        row.querySelector("mark")?.remove();
        if (on[i] !== undefined && made[on[i]]) row.append(groundup.marked(made[on[i]]));
      });
    }
    return { element, light };
  };
}
