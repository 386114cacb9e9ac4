"use strict";
// Hands on a live diagram: what is pointed at, tapped or gone to with keys is marked in it, and said below it.
{
  const { formulas, make, strands, words } = groundup;
  const same = (one, other) => one?.kind === other?.kind && one?.l === other?.l && one?.j === other?.j && one?.k === other?.k;
  const within = ({ x, y, side }, at, more = 4) => at.x >= x - more && at.x <= x + side + more && at.y >= y - more && at.y <= y + side + more;

  /** stage: what is pointed at; here: {scene, made, lines}; mark(stop) marks a place, null none; chosen(stop) is
   * called where the reader chooses one. {refresh, point}. */
  function pointing({ stage, element, here, mark, chosen, weight }) {
    const told = make("div", { className: "living-told" });
    const spoken = make("p", { className: "aside", role: "status" });
    element.append(make("div", { className: "living-below" }, told, ...(weight ? [weight.element] : [])), spoken);
    let pinned = null; // what the reader tapped, or went to with keys
    let over = null; // what the pointer is over

    /** The stop at a place: a unit, the others, an output, the paper, a line; null where there is none. */
    function stopAt(at) {
      const { scene, made, lines } = here;
      const near = ({ tile, dot, x, y, r }) => (tile && within(tile, at)) || Math.hypot((dot ?? { x }).x - at.x, (dot ?? { y }).y - at.y) < Math.max(r ?? dot.r, 12) + 3;
      for (const [c, column] of scene.columns.entries()) {
        const i = made.columns[c].findIndex(near);
        if (i >= 0) return i < column.units.length ? { kind: "unit", l: column.l, j: column.units[i].j } : { kind: "others", l: column.l };
      }
      const o = made.outputs.findIndex((place) => near(place) || (place.bar && at.x > place.x && Math.abs(at.y - place.y) < 12));
      if (o >= 0) return { kind: "unit", l: scene.last, j: o };
      const line = strands.nearest(lines, made, at, ({ l, j, size }) => size > 0.08 && (l < scene.last || j === scene.output));
      if (line) return { kind: "line", l: line.l, j: line.j, k: line.k };
      return within(made.paper, at, 0) ? { kind: "paper" } : null;
    }

    const asked = () => over ?? pinned ?? (here.scene?.output == null ? null : { kind: "unit", l: here.scene.last, j: here.scene.output });

    /** Says what is pointed at; where nothing is, how the output in question comes about. A weight that is held stays
     * where it is in the document, or it would be let go. */
    function tell() {
      const stop = here.scene?.drawn ? asked() : null;
      const found = stop && formulas.of(here.scene, stop);
      const weighed = weight?.show(here.scene, stop === pinned ? stop : null, found);
      if (!weighed) return say(found);
      if (told.contains(weighed)) told.firstChild.textContent = found.name;
      else told.replaceChildren(make("strong", { textContent: found.name }), weighed);
    }

    function say(found) {
      told.replaceChildren(...(found ? [make("strong", { textContent: found.name }), ...found.lines.map((textContent) => make("p", { textContent }))] : [make("p", { className: "quiet", textContent: words("living.hint") })]));
    }

    function show() {
      mark(over ?? pinned);
      tell();
    }

    function point(stop) {
      pinned = stop;
      show();
    }

    const placeOf = (event) => {
      const { left, top } = stage.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    stage.addEventListener("pointermove", (event) => {
      if (!here.scene || event.pointerType === "touch") return;
      const stop = stopAt(placeOf(event));
      stage.style.cursor = stop ? "pointer" : "";
      if (same(stop, over)) return;
      over = stop;
      show();
    });
    stage.addEventListener("pointerleave", () => {
      over = null;
      show();
    });
    stage.addEventListener("click", (event) => {
      if (!here.scene) return;
      const stop = stopAt(placeOf(event));
      point(same(stop, pinned) ? null : stop);
      if (stop) chosen(stop);
    });

    stage.addEventListener("keydown", (event) => {
      if (!here.scene || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = groundup.walking(here, pinned, event.key);
      if (event.key === "Escape" && pinned) point(null);
      else if ((event.key === "Enter" || event.key === " ") && pinned) choose();
      else if (next) {
        point(next);
        const found = formulas.of(here.scene, next);
        spoken.textContent = found ? [found.name, ...found.lines].join(" ") : "";
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });

    function choose() {
      chosen(pinned);
      if (pinned?.kind === "line") weight?.focus();
    }

    /** After a new scene: what was pointed at may be gone. */
    function refresh() {
      if (pinned && (!here.scene.drawn || !formulas.of(here.scene, pinned))) {
        pinned = null;
        mark(over);
      }
      tell();
    }

    return {
      refresh, point,
      get pinned() {
        return pinned;
      },
    };
  }

  groundup.pointing = pointing;
}
