"use strict";
// What the reader says a drawing was: kept in this browser where it allows that, else until the
// page is closed; downloaded as the JSON that `groundup train --also` takes.
{
  const FORMAT = "groundup drawings 1";
  const KEY = FORMAT;
  const MOST = 1000;
  const { a, decode, find, make, pictures, words } = groundup;
  let list = []; // of {strokes, label, pixels}, pixels in base64
  let kept = true; // beyond this page

  /** Takes over what is kept: another tab may have changed it. */
  function read() {
    if (!kept) return; // what is here is all there is
    try {
      list = checked(JSON.parse(localStorage.getItem(KEY) ?? whole([])));
      localStorage.setItem(KEY, whole(list));
    } catch {
      kept = false;
    }
  }

  function write() {
    try {
      localStorage.setItem(KEY, whole(list));
      kept = true;
    } catch {
      kept = false;
    }
    show();
  }

  function whole(drawings) {
    return JSON.stringify({ format: FORMAT, drawings });
  }

  /** The drawings of a file; throws where it is another file. */
  function checked({ format, drawings }) {
    const good = ({ strokes, label, pixels }) =>
      Array.isArray(strokes) &&
      strokes.flat().every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)) &&
      Number.isInteger(label) && label >= 0 && label <= 9 &&
      decode.bytes(pixels).length === 784;
    if (format !== FORMAT || drawings.length > MOST || !drawings.every(good)) {
      throw new Error(); // `open` says which file
    }
    return drawings.map(({ strokes, label, pixels }) => ({ strokes, label, pixels }));
  }

  /** The label that a drawing was given; undefined for none. */
  function labelOf(strokes) {
    const text = JSON.stringify(strokes);
    return list.find((one) => JSON.stringify(one.strokes) === text)?.label;
  }

  /** Whether a drawing is this one, or this one before more strokes were added. */
  const begins = (drawing, strokes) => JSON.stringify(drawing) === JSON.stringify(strokes.slice(0, drawing.length));

  /** Keeps that this drawing shows `label`, and nothing else of it; again: forgets it. */
  function toggle(strokes, pixels, label) {
    read();
    const text = JSON.stringify(strokes);
    const before = labelOf(strokes);
    list = list.filter((one) => !begins(one.strokes, strokes));
    if (before !== label) add([{ strokes: JSON.parse(text), label, pixels: decode.base64(pixels) }]);
    write();
  }

  /** As many as there is room for; says where there is none. */
  function add(more) {
    const full = list.length + more.length > MOST;
    list = [...list, ...more].slice(0, MOST);
    find("corrections-problem").textContent =
      full ? words("corrections.full", { most: MOST }) : "";
  }

  function show() {
    const count = list.length;
    find("corrections-count").textContent = count ? `${count}` : "";
    find("corrections-none").hidden = count > 0;
    find("corrections-some").hidden = count === 0;
    find("download-corrections").disabled = count === 0;
    find("corrections-unkept").hidden = kept;
    find("corrections-kept").hidden = !kept;
    find("corrections-list").replaceChildren(
      ...list.map((one, i) => {
        const picture = make("canvas", { aria: { hidden: "true" } });
        pictures.ink(picture, decode.bytes(one.pixels));
        const label = make("span", { textContent: one.label });
        const button = make(
          "button",
          { type: "button", title: words("corrections.remove"), aria: { label: words("corrections.removeThis", { number: i + 1, digit: a(one.label) }) } },
          picture,
          label,
        );
        button.addEventListener("click", () => {
          read();
          list = list.filter((other) => JSON.stringify(other) !== JSON.stringify(one));
          write();
          const others = find("corrections-list").querySelectorAll("button");
          (others[Math.min(i, others.length - 1)] ?? find("open-corrections")).focus();
          groundup.correctionsChanged?.();
        });
        return make("li", {}, button);
      }),
    );
  }

  function download() {
    const url = URL.createObjectURL(new Blob([whole(list)], { type: "application/json" }));
    make("a", { href: url, download: "corrections.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  async function open(file) {
    find("corrections-problem").textContent = "";
    try {
      const more = checked(JSON.parse(await file.text()));
      read();
      const known = new Map(more.map((one) => [JSON.stringify(one.strokes), one])); // one label a drawing
      list = list.map((one) => {
        const text = JSON.stringify(one.strokes);
        const now = known.get(text) ?? one;
        known.delete(text);
        return now;
      });
      add([...known.values()]);
      write();
    } catch {
      find("corrections-problem").textContent = words("corrections.refused", { file: file.name });
    }
  }

  find("download-corrections").addEventListener("click", download);
  find("open-corrections").addEventListener("click", () => find("corrections-file").click());
  find("corrections-file").addEventListener("change", async ({ target }) => {
    if (target.files.length) await open(target.files[0]);
    target.value = "";
  });
  window.addEventListener("storage", () => {
    read();
    show();
    groundup.correctionsChanged?.();
  });
  read();
  show();

  groundup.corrections = { labelOf, toggle, show };
}
