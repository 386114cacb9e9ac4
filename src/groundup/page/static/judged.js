"use strict";
// What a network makes of the digits that it never learned from: the confusion matrix, and the
// mistakes that it is surest of.
{
  const { a, make, pictures, words, whole } = groundup;
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
        if (cell.textContent === String(count || "")) return;
        cell.textContent = count || "";
        cell.style.setProperty("--share", sum ? Math.sqrt(count / sum).toFixed(3) : 0);
      });
    });
    tableSaid.textContent = words("confusion.said", { right: whole(right), of: whole(of) });
  }

  function showMistakes({ wrong, of, right }) {
    while (list.children.length > wrong.length) list.lastChild.remove();
    while (list.children.length < wrong.length) list.append(make("li", {}, make("canvas", { aria: { hidden: "true" } }), make("span", { role: "img" })));
    wrong.forEach(({ pixels, label, answer }, i) => {
      const [canvas, said] = list.children[i].children;
      pictures.ink(canvas, pixels);
      said.setAttribute("aria-label", words("mistakes.one", { digit: a(label), answer }));
      said.textContent = `${label} → ${answer}`;
    });
    listSaid.textContent = words(right === of ? "mistakes.none" : "mistakes.said", { wrong: whole(of - right), of: whole(of) });
  }

  groundup.judged = { showTable, showMistakes, confusion: [table, tableSaid], mistakes: [list, listSaid] };
}
