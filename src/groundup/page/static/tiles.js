"use strict";
// The hidden neurons, a tile each, lit by their activation. One of them is looked at more closely:
// the one pointed at or focused, else, of those that are active, the one that spoke loudest.
{
  const { find, make, pictures, why, words } = groundup;
  const ACTIVE = 0.3; // of the largest activation
  const board = find("tiles");
  let layers = []; // of tiles
  let chosen = null; // [layer, neuron] that the reader looks at
  let seen = null; // what was last shown

  const nameOf = (l, j, layers) => words(layers > 1 ? "tiles.neuronOf" : "tiles.neuron", { neuron: j + 1, layer: l + 1 });
  const sentence = (l, j, layers) => words("tiles.sentence", { name: nameOf(l, j, layers) });

  /** A board for a network of these sizes: a group a hidden layer. */
  function build(sizes) {
    const hidden = sizes.slice(1, -1);
    board.replaceChildren();
    chosen = seen = null;
    groundup.neuron?.close();
    layers = hidden.map((count, l) => {
      const tiles = Array.from({ length: count }, (_, j) =>
        make("button", {
          type: "button",
          tabIndex: l + j ? -1 : 0,
          data: { layer: l, neuron: j },
          aria: { label: sentence(l, j, hidden.length) },
        }),
      );
      const name = words(hidden.length > 1 ? "tiles.layer" : "tiles.neurons", { layer: l + 1 });
      const group = make("div", { className: "layer", role: "group", aria: { label: name } }, ...tiles);
      if (hidden.length > 1) board.append(make("p", { className: "quiet", textContent: name }));
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
      tiles.forEach((tile, j) => {
        const lit = a ? a[j] / Math.max(scale, 1) : 0;
        tile.style.setProperty("--lit", Math.abs(lit).toFixed(3));
        tile.classList.toggle("negative", lit < 0);
      });
    });
    look();
  }

  /** Where to look: at the chosen neuron, or at the one with the largest share, of those that are active:
   * one whose silence speaks is no one to look at. */
  function place() {
    if (chosen) return chosen;
    const shares = seen?.reasons?.neurons[0];
    if (!shares) return layers.length ? [0, 0] : null;
    const a = seen.activations[1];
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
    const { sizes, w } = groundup.network;
    find("neuron-weights").hidden = l > 0; // deeper ones see no pixels
    if (l === 0) pictures.diverging(find("neuron-weights"), w[0].subarray(j * sizes[0], (j + 1) * sizes[0]));
  }

  function describe(l, j) {
    const said = [sentence(l, j, layers.length)];
    const a = seen?.activations?.[l + 1]?.[j];
    if (a === undefined) return said;
    said.push(words("tiles.activation", { value: why.signed(a, 2) }));
    const share = seen.reasons?.neurons[l][j];
    if (share === undefined) return said;
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
    groundup.neuron.open(...chosen);
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

  groundup.tiles = { build, show, nameOf: (l, j) => nameOf(l, j, layers.length), place };
}
