"use strict";
// A live diagram of a network: ink, the hidden neurons that say most for the output in question, the ten outputs.
// It is one component, which knows nothing of tabs:
//
//   const picture = groundup.living({ overlay, chosen });
//   somewhere.append(picture.element);
//   picture.show({ network, x, output: 4 });
//
// `show` takes a part of a state, {network, x, output, settled, fade}: x (784,) from 0 to 1, or null where nothing is drawn;
// the output in question, or null for the largest; settled, whether the pen rests; fade {lines, tiles}, how much is left
// is below an overlay, from 0 to 1. `chosen(stop)` is called where the reader chooses a place in the picture.
//
// overlay(pen), called after the picture is painted, has {context, made, scene, lines, look} and what paints:
//   context   2D, in CSS pixels
//   made      the geometry (geometry.js): paper, columns, outputs, pixel(x, y)
//   scene     what is shown (contributions.js): columns [{l, units: [{j, z, a, bias, terms}]}], outputs, passed {z, a}
//   lines     each {l, j, k, value, from, to} (strands.js)
//   look      the colours, by their names in page.css
//   placeOf(l, j)   where unit j of layer l is: {x, y, tile, dot, into, out}; undefined where it is not shown
//   curve, write, label, dot (painting.js), along(line, t)
{
  const { backward, contributions, formulas, geometry, make, painting, pointing, strands, words } = groundup;
  const [MANY, MOST] = [8, 3]; // units of a layer, and hidden layers, at most
  const [LEAST, LARGEST, AROUND] = [420, 620, 238]; // pixels: of a wide view, and what the rest of a screen takes
  const nothing = new Float64Array(784);

  let count = 0; // of pictures on the page

  groundup.living = ({ overlay = null, chosen = () => {}, height = null, weight = null } = {}) => {
    const canvas = make("canvas", { aria: { hidden: "true" } });
    const keys = make("p", { id: `living-keys-${++count}`, hidden: true, textContent: words("living.keys") });
    const about = { roledescription: words("living.kind"), label: words("living.label"), describedby: keys.id };
    const stage = make("div", { className: "living-stage", tabIndex: 0, role: "application", aria: about }, canvas);
    const text = make("div", { className: "aside" });
    const key = (name) => make("span", { className: `key ${name}`, textContent: words(`living.key.${name}`) });
    const legend = make("p", { className: "quiet living-legend" }, ...["for", "against", "awake", "thick"].map(key));
    const element = make("div", { className: "living" }, stage, text, keys, legend);
    const context = canvas.getContext("2d");
    const pictures = { paper: make("canvas", {}), tiles: new Map() };
    const state = { network: null, x: null, output: null, settled: true, fade: { lines: 1, tiles: 1 } };
    const here = { scene: null, made: null, lines: [], look: null, marked: null };
    let width = 0;

    /** Shows what is new of the state. */
    function show(news = {}) {
      Object.assign(state, news);
      if (!state.network || !width) return;
      const { network, settled } = state;
      const x = state.x ?? nothing;
      const passed = backward.forward(network, x);
      const outputs = passed.a.at(-1);
      const output = state.output ?? (state.x ? outputs.indexOf(Math.max(...outputs)) : null);
      const before = here.scene && groundup.layers.written(here.scene.network) === groundup.layers.written(network) ? here.scene.chosen : null;
      here.scene = contributions.scene({ network, x, passed, output, many: MANY, most: MOST, before, settled });
      Object.assign(here.scene, { drawn: Boolean(state.x), settled });
      here.look ??= painting.look();
      arrange();
      here.lines = here.scene.drawn ? strands.of(here.scene, here.made) : [];
      painting.tiles(here, pictures);
      paint();
      hands.refresh();
      if (settled) text.replaceChildren(...formulas.described(here.scene).map((textContent) => make("p", { textContent })));
    }

    /** The geometry, anew where it is another. */
    function arrange() {
      const { scene } = here;
      const columns = scene.columns.map(({ l, units, others }) => ({ units: units.length, others: others > 0, tiles: painting.seen(scene.network, l) }));
      const room = Math.min(LARGEST, Math.max(LEAST, window.innerHeight - AROUND));
      const plan = { columns, height: height ?? room, outputTiles: scene.last === 0 };
      const key = JSON.stringify([width, plan]);
      if (here.key === key) return;
      here.key = key;
      here.made = geometry.of(width, plan);
      stage.style.height = `${here.made.height}px`;
      canvas.style.height = `${here.made.height}px`;
    }

    function paint() {
      if (!here.scene) return;
      const { made } = here;
      const density = window.devicePixelRatio || 1;
      const [w, h] = [Math.round(made.width * density), Math.round(made.height * density)];
      if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
      context.setTransform(density, 0, 0, density, 0, 0);
      context.clearRect(0, 0, made.width, made.height);
      const pen = { context, ...here, fade: state.fade, marked: here.marked, pictures };
      painting.all(pen);
      overlay?.({
        ...pen,
        placeOf: (l, j) => strands.placeOf(here.scene, made, l, j),
        along: ({ from, to }, t) => geometry.along(made, from, to, t),
        curve: (...how) => painting.curve(pen, ...how),
        write: (...how) => painting.write(pen, ...how),
        label: (...how) => painting.label(pen, ...how),
        dot: (...how) => painting.dot(pen, ...how),
      });
    }

    const mark = (marked) => {
      here.marked = marked;
      paint();
    };
    const hands = pointing({ stage, element, here, mark, chosen, weight });

    new ResizeObserver(([{ contentRect }]) => {
      if (width === contentRect.width) return;
      width = contentRect.width;
      show();
    }).observe(element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      here.look = null;
      show();
    });

    return {
      element, show, paint,
      /** What is shown now (null before anything is). */
      get scene() {
        return here.scene;
      },
      get made() {
        return here.made;
      },
      get lines() {
        return here.lines;
      },
      /** The stop that the reader chose last, or null. */
      get pinned() {
        return hands.pinned;
      },
      /** Points at a place, as the reader would. */
      point: (stop) => hands.point(stop),
    };
  };
}
