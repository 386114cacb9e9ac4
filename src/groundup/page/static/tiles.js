"use strict";
// The hidden neurons, a tile each, lit by their activation; of a convolution a tile a filter, which shows
// where in the picture it found what it looks for. One of them is looked at more closely: the one pointed
// at or focused, else, of those that are active, the one that spoke loudest.
{
  const { find, layers: mathematics, make, pictures, why, words } = groundup;
  const ACTIVE = 0.3; // of the largest activation
  const board = find("tiles");
  let layers = []; // of tiles
  let seeing = []; // of each, what `mathematics.seeing` says
  let chosen = null; // [layer, neuron] that the reader looks at
  let seen = null; // what was last shown

  function nameOf(l, j, layers) {
    const kind = seeing[l] ? "filterOf" : layers > 1 ? "neuronOf" : "neuron";
    return words(`tiles.${kind}`, { neuron: j + 1, layer: l + 1 });
  }
  const sentence = (l, j, layers) => words("tiles.sentence", { name: nameOf(l, j, layers) });

  /** A board for a network: a group a hidden layer. */
  function build(network) {
    const hidden = network.sizes.slice(1, -1);
    seeing = hidden.map((_, l) => mathematics.seeing(network, l));
    board.replaceChildren();
    chosen = seen = null;
    groundup.neuron?.close();
    layers = hidden.map((size, l) => {
      const count = seeing[l]?.count ?? size;
      const tiles = Array.from({ length: count }, (_, j) =>
        make("button", {
          type: "button",
          tabIndex: l + j ? -1 : 0,
          data: { layer: l, neuron: j },
          aria: { label: sentence(l, j, hidden.length) },
        }, ...(seeing[l] ? [make("canvas", {})] : [])),
      );
      const name = words(seeing[l] ? "tiles.filters" : hidden.length > 1 ? "tiles.layer" : "tiles.neurons", { layer: l + 1 });
      const group = make("div", { className: "layer", role: "group", aria: { label: name } }, ...tiles);
      group.classList.toggle("maps", Boolean(seeing[l]));
      if (hidden.length > 1 || seeing[l]) board.append(make("p", { className: "quiet", textContent: name }));
      board.append(group);
      return tiles;
    });
    find("neurons").hidden = hidden.length === 0;
    look();
  }

  /** Lights the tiles: activations (null: unknown), the pixels first, and the reasons. */
  function show(activations, verdict, reasons) {
    seen = { activations, verdict, reasons };
    groundup.neuron?.refresh();
    layers.forEach((tiles, l) => {
      const a = activations ? activations[l + 1] : null;
      const scale = a ? Math.max(pictures.largest(a), 1e-9) : 1;
      if (seeing[l]) return tiles.forEach((tile, j) => paint(tile.firstChild, a && channel(a, l, j), scale, seeing[l].pooled));
      tiles.forEach((tile, j) => {
        const lit = a ? a[j] / Math.max(scale, 1) : 0;
        tile.style.setProperty("--lit", Math.abs(lit).toFixed(3));
        tile.classList.toggle("negative", lit < 0);
      });
    });
    look();
  }

  /** Where a filter found what it looks for, and how clearly. */
  function paint(canvas, found, scale, side) {
    pictures.diverging(canvas, found ?? new Array(side * side).fill(0), scale, side, side);
  }

  /** Of a layer's numbers those of neuron j: of a filter, one a place. */
  const channel = (values, l, j) => (seeing[l] ? values.filter((_, i) => i % seeing[l].count === j) : [values[j]]);

  /** A number for each neuron of a layer, of a filter the sum over its places. */
  const summed = (values, l) => layers[l].map((_, j) => channel(values, l, j).reduce((sum, value) => sum + value, 0));

  /** Where to look: at the chosen neuron, or at the one with the largest share, of those that are active:
   * one whose silence speaks is no one to look at. */
  function place() {
    if (chosen) return chosen;
    if (!seen?.reasons?.neurons.length) return layers.length ? [0, 0] : null;
    const shares = summed(seen.reasons.neurons[0], 0);
    const a = layers[0].map((_, j) => pictures.largest(channel(seen.activations[1], 0, j)));
    const awake = ACTIVE * pictures.largest(a);
    const loud = shares.map((share, j) => (Math.abs(a[j]) >= awake ? Math.abs(share) : -1));
    return [0, loud.indexOf(Math.max(...loud))];
  }

  function look() {
    const at = place();
    const before = board.querySelector(".chosen");
    if (before) {
      before.classList.remove("chosen");
      before.setAttribute("aria-label", sentence(Number(before.dataset.layer), Number(before.dataset.neuron), layers.length));
    }
    if (!at) return;
    const [l, j] = at;
    layers[l][j].classList.add("chosen");
    const [name, ...more] = describe(l, j);
    layers[l][j].setAttribute("aria-label", [name, ...more].join(" "));
    find("neuron-name").textContent = name;
    find("neuron-words").textContent = more.join(" ");
    const { w } = groundup.network;
    find("neuron-weights").hidden = l > 0; // deeper ones see no pixels
    if (l > 0) return;
    const count = w[0].length / layers[0].length;
    const side = seeing[0]?.k ?? 28;
    pictures.diverging(find("neuron-weights"), w[0].subarray(j * count, (j + 1) * count), undefined, side, side);
  }

  function describe(l, j) {
    const said = [sentence(l, j, layers.length)];
    if (!seen?.activations) return said;
    const found = channel(seen.activations[l + 1], l, j);
    const most = found.reduce((one, other) => Math.max(one, other));
    said.push(words(seeing[l] ? "tiles.most" : "tiles.activation", { value: why.signed(most, 2) }));
    if (!seen.reasons) return said;
    const share = summed(seen.reasons.neurons[l], l)[j];
    const { digit, second } = seen.verdict;
    const quiet = Math.abs(share) < 0.05;
    if (quiet) said.push(words("tiles.quiet", { digit, second }));
    else said.push(words("tiles.spoke", { digit: share > 0 ? digit : second, share: Math.abs(share).toFixed(1) }));
    return said;
  }

  function choose(tile) {
    chosen = tile ? [Number(tile.dataset.layer), Number(tile.dataset.neuron)] : null;
    look();
  }

  const tileOf = (event) => event.target.closest("button");
  board.addEventListener("pointerover", (event) => tileOf(event) && choose(tileOf(event)));
  board.addEventListener("pointerleave", () => choose(document.activeElement.closest("#tiles button")));
  board.addEventListener("click", (event) => {
    if (!tileOf(event)) return;
    choose(tileOf(event));
    if (seeing[chosen[0]]) groundup.neuron.close();
    else groundup.neuron.open(...chosen);
  });
  board.addEventListener("focusin", (event) => {
    for (const tile of board.querySelectorAll('[tabindex="0"]')) tile.tabIndex = -1;
    event.target.tabIndex = 0;
    choose(tileOf(event));
  });
  board.addEventListener("focusout", (event) => board.contains(event.relatedTarget) || choose(null));

  // One stop for the Tab key; arrow keys go from tile to tile.
  board.addEventListener("keydown", (event) => {
    const tile = tileOf(event);
    if (!tile) return;
    const all = layers.flat();
    const across = getComputedStyle(tile.parentElement).gridTemplateColumns.split(" ").length;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across };
    const next = { Home: 0, End: all.length - 1 }[event.key] ?? all.indexOf(tile) + steps[event.key];
    if (!all[next]) return;
    event.preventDefault();
    all[next].focus();
  });

  /** The place to look at, where a neuron can be looked into: a filter cannot. */
  const opening = () => {
    const at = place();
    return at && !seeing[at[0]] ? at : null;
  };

  groundup.tiles = { build, show, nameOf: (l, j) => nameOf(l, j, layers.length), opening };
}
