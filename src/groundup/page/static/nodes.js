"use strict";
// The whole of a live diagram, painted: paper, lines, units with their tiles and dots, outputs.
{
  const { contributions, counted, layers, make, painting, pictures: numbers, words } = groundup;
  const FAINT = 0.22; // of a weight where there is no ink

  /** Whether units of layer l are shown with a picture: those that see pixels, and filters. */
  const seen = (network, l) => l === 0 || Boolean(layers.seeing(network, l));

  /** Paints the tiles of all units that have one, and the paper. */
  function tiles({ scene, look }, kept) {
    const { network, x, passed } = scene;
    const units = scene.columns.filter(({ l }) => seen(network, l)).flatMap((column) => column.units);
    for (const { l, j } of scene.last === 0 ? scene.outputs : units) {
      const key = `${l} ${j}`;
      if (!kept.tiles.has(key)) kept.tiles.set(key, make("canvas", {}));
      if (layers.seeing(network, l)) paintMap(kept.tiles.get(key), passed.a[l + 1], j, contributions.count(network, l), look);
      else paintWeights(kept.tiles.get(key), network.w[l].subarray(784 * j, 784 * j + 784), x, look);
    }
    painting.tilePicture(kept.paper, x, (k) => (x[k] > 0 ? 1 : 0), { pair: [look.inkRgb, look.inkRgb] }, 1);
  }

  function paintWeights(canvas, weights, x, look) {
    let [most, inked] = [1e-9, 0];
    for (let k = 0; k < 784; k++) {
      const size = Math.abs(weights[k]);
      most = Math.max(most, size);
      inked = Math.max(inked, x[k] * size);
    }
    painting.tilePicture(canvas, weights, (k) => FAINT + 0.9 * x[k], look, 0.6 * (inked || most));
  }

  function paintMap(canvas, found, j, count, look) {
    const map = found.filter((_, i) => i % count === j);
    painting.tilePicture(canvas, map, () => 1, look, Math.max(numbers.largest(found), 1e-9));
  }

  /** How full a dot is: an activation, of functions without a limit as a share of the layer's largest. */
  function fullness({ network, passed }, { l, a }) {
    const bounded = ["sigmoid", "softmax", "tanh"].includes(network.activations[l]);
    return Math.min(1, Math.abs(a) / (bounded ? 1 : Math.max(numbers.largest(passed.a[l + 1]), 1e-9)));
  }

  /** Whether a line belongs to what is marked; null where nothing is. */
  function belongs(line, marked) {
    if (!marked || marked.kind === "paper") return null;
    const { kind, l, j = kind, k } = marked;
    if (kind === "line") return line.l === l && line.j === j && line.k === k;
    return (line.l === l && line.j === j) || (line.l === l + 1 && line.k === j);
  }

  function paper({ context, made, look, scene, pictures }) {
    const { x, y, side } = made.paper;
    painting.tile({ context, look }, { x, y, side }, pictures.paper, 1);
    const pen = { context, look };
    painting.write(pen, "✎", x + side - 13, y + 13, { colour: look.quiet, size: 15 }); // a tap on it, and one draws
    if (!scene.drawn) painting.write(pen, words("living.blank"), x + side / 2, y + side / 2, { colour: look.quiet });
    else if (!made.tall) painting.write(pen, words("living.pixels"), x + side / 2, y + side + 14, { colour: look.quiet, size: 12 });
  }

  function unit(pen, place, one) {
    const { scene, look, fade, pictures, made } = pen;
    if (place.tile) painting.tile(pen, place.tile, pictures.tiles.get(`${one.l} ${one.j}`), fade.tiles ?? 1);
    painting.dot(pen, place.dot, place.dot.r, scene.drawn ? fullness(scene, one) : 0);
    if (!scene.drawn) return;
    if (one.a < 0) painting.write(pen, "−", place.dot.x, place.dot.y, { colour: Math.abs(one.a) > 0.55 ? look.paper : look.ink, bold: true });
    if (!made.tall) painting.write(pen, groundup.formulas.short(one.a), place.dot.x + 7, place.y - (place.dot.r + 10), { size: 11, colour: look.quiet });
  }

  function output(pen, place, one) {
    const { context, made, look, scene } = pen;
    const [a, main] = [scene.drawn ? one.a : 0, one.j === scene.output];
    const share = Math.min(1, Math.max(0, a));
    if (place.tile) painting.tile(pen, place.tile, pen.pictures.tiles.get(`0 ${one.j}`), pen.fade.tiles ?? 1);
    painting.dot(pen, place, place.r, share, main ? look.ink : look.quiet, look.ink, main ? 2.6 : 1.2);
    painting.write(pen, one.j, place.x, place.y, { size: made.tall ? 14 : 15, bold: main, colour: share > 0.55 ? look.paper : look.ink });
    const said = scene.drawn && (main || Math.abs(a) >= 0.005) ? groundup.formulas.short(a) : "";
    if (!place.bar) return painting.write(pen, said, place.x, place.y + place.r + 12, { size: 11.5, bold: main, within: made.width });
    const { x, y, width } = place.bar;
    context.fillStyle = look.tile;
    context.fillRect(x, y - 4, width, 8);
    context.fillStyle = main ? look.accent : look.quiet;
    context.fillRect(x, y - 4, width * share, 8);
    painting.write(pen, said, x + width + 8, y, { align: "left", bold: main });
  }

  function captions(pen) {
    const { made, scene, look } = pen;
    const style = { size: 12, colour: look.quiet };
    if (scene.first > 0) between(pen, style);
    if (made.tall) return;
    scene.columns.forEach(({ l, units, others }, c) => {
      const kind = layers.seeing(scene.network, l) ? "filters" : "neurons";
      const text = words(`living.${others ? "some" : "all"}.${kind}`, { shown: units.length, count: units.length + others });
      painting.write(pen, text, made.columns[c][0].x + 10, 10, style);
    });
    painting.write(pen, words("living.outputs"), made.outputs[0].x + 40, 10, style);
  }

  /** Layers that there is no room for. */
  function between(pen, style) {
    const { paper: { x, y, side }, tall } = pen.made;
    painting.write(pen, counted("living.between", pen.scene.first), x + side / 2, tall ? y + side + 24 : y - 14, style);
  }

  /** Everything, from what is below to what is above. */
  function all(pen) {
    const { scene, made, lines, marked, fade } = pen;
    paper(pen);
    for (const line of lines) painting.strand(pen, line, scene, belongs(line, marked), fade.lines ?? 1);
    scene.columns.forEach((column, c) => {
      column.units.forEach((one, i) => unit(pen, made.columns[c][i], one));
      if (column.others) painting.others(pen, made.columns[c].at(-1), column.others);
    });
    scene.outputs.forEach((one) => output(pen, made.outputs[one.j], one));
    captions(pen);
    if (marked && scene.drawn) painting.mark(pen, marked);
  }

  Object.assign(painting, { seen, tiles, all });
}
