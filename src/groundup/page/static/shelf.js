"use strict";
// The last drawings with what was said of them, and ten drawings to begin with. Either is loaded
// by a click.
{
  const MOST = 12;
  const SIDE = 48; // of a picture
  const { a, carried, find, ink, make, store, trace, words } = groundup;

  for (const { label, strokes } of carried.examples) {
    const about = { title: label, aria: { label: words("shelf.show", { digit: a(label) }) }, data: { example: label } };
    const picture = make("canvas", { strokes, aria: { hidden: "true" } });
    const button = make("button", { type: "button", ...about }, picture);
    button.addEventListener("click", () => ink.load(strokes));
    find("examples").append(button);
    paint(picture, strokes);
  }

  /** A small picture of a drawing. */
  function paint(canvas, strokes) {
    canvas.width = canvas.height = Math.round(SIDE * (window.devicePixelRatio || 1));
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--ink");
    trace(canvas.getContext("2d"), strokes, canvas.width, colour, 0.075);
  }

  let list = []; // of {strokes, mark, sentence}, the last one first

  /** Puts a drawing in front of the others: its strokes, and the answer as words and a mark. */
  function keep(strokes, { mark, sentence }) {
    const text = JSON.stringify(strokes);
    list = [{ strokes, mark, sentence }, ...list.filter((one) => JSON.stringify(one.strokes) !== text)].slice(0, MOST);
    store.put("drawings", list);
    show({ strokes, mark, sentence });
  }

  function show({ strokes, mark, sentence }) {
    const history = find("history");
    const key = JSON.stringify(strokes);
    [...history.children].find((item) => item.key === key)?.remove(); // it goes to the front
    const picture = make("canvas", { strokes, aria: { hidden: "true" } });
    paint(picture, strokes);
    const button = make(
      "button",
      { type: "button", title: sentence, aria: { label: words("shelf.again", { sentence }) } },
      picture,
      make("span", { textContent: mark }),
    );
    button.addEventListener("click", () => ink.load(strokes));
    history.prepend(make("li", { key }, button));
    while (history.children.length > MOST) history.lastChild.remove();
    find("last").hidden = false;
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const picture of document.querySelectorAll("#history canvas, #examples canvas")) paint(picture, picture.strokes);
  });

  list = [store.get("drawings")].flat().filter((one) => ink.sound(one?.strokes));
  for (const one of [...list].reverse()) show(one);

  groundup.shelf = { keep };
}
