"use strict";
// What a network makes of the digits that it never learned from: the confusion matrix, and the
// mistakes that it is surest of.
{
  const { a, make, pictures, training, words } = groundup;
  const whole = (number) => number.toLocaleString("en");
  const table = make("table", { className: "train-confusion" });
  const tableSaid = make("p", { className: "quiet" });
  const list = make("ol", { className: "train-wrong" });
  const listSaid = make("p", { className: "quiet" });
  const cells = built();

  /** The table's 100 cells, a row a label. */
  function built() {
    const digits = Array.from({ length: 10 }, (_, digit) => digit);
    const head = digits.map((digit) => make("th", { scope: "col", textContent: digit }));
    table.append(make("caption", { className: "aside", textContent: words("confusion.caption") }));
    table.append(make("thead", {}, make("tr", {}, make("td", {}), ...head)));
    const rows = digits.map((label) => digits.map((answer) => make("td", { className: label === answer ? "right" : "" })));
    table.append(make("tbody", {}, ...rows.map((row, label) => make("tr", {}, make("th", { scope: "row", textContent: label }), ...row))));
    return rows;
  }

  function showTable({ confusion, of, right }) {
    confusion.forEach((row, label) => {
      const sum = row.reduce((total, count) => total + count, 0);
      row.forEach((count, answer) => {
        const cell = cells[label][answer];
        cell.textContent = count || "";
        cell.style.setProperty("--share", sum ? Math.sqrt(count / sum).toFixed(3) : 0);
      });
    });
    tableSaid.textContent = words("confusion.said", { right: whole(right), of: whole(of) });
  }

  function showMistakes({ wrong, of, right }) {
    list.replaceChildren(
      ...wrong.map(({ pixels, label, answer }) => {
        const canvas = make("canvas", { aria: { hidden: "true" } });
        pictures.ink(canvas, pixels);
        const name = words("mistakes.one", { digit: a(label), answer });
        return make("li", {}, canvas, make("span", { aria: { label: name }, role: "img" }, `${label} → ${answer}`));
      }),
    );
    listSaid.textContent = words(right === of ? "mistakes.none" : "mistakes.said", { wrong: whole(of - right), of: whole(of) });
  }

  let shown = null;
  /** Shows what is new, where it can be seen; `anew` all of it. */
  function show(anew) {
    const { judged } = training.state;
    if (!judged || (judged === shown && !anew)) return;
    shown = judged;
    showTable(judged);
    showMistakes(judged);
  }

  groundup.judged = { show, confusion: [table, tableSaid], mistakes: [list, listSaid] };
}
