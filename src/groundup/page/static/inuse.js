"use strict";
// The live diagram of the network in use: it goes along to Draw, Train and Inside, and shows what was read last.
{
  const { backward, find, ink, living, pad, tabs, weightNumber } = groundup;
  let output = null; // the one that the reader asks about, else the largest
  let settled = true;
  let waiting = false;
  const listeners = [];

  let before = null; // the network as it was, where the reader has changed a weight of it
  let changed = null; // and as it is since
  const edited = () => changed !== null && groundup.network === changed;

  /** Has the network in use have another weight: the same network, but for this. */
  function change(l, index, value) {
    if (!edited()) before = groundup.network;
    const w = groundup.network.w.slice();
    w[l] = w[l].slice();
    w[l][index] = value;
    changed = { ...groundup.network, w };
    use(changed);
  }

  function use(network) {
    groundup.setNetwork(network).then(show);
  }

  const weight = weightNumber({ change, edited, back: () => use(before), leave: () => find("living").querySelector(".living-stage").focus() });
  const picture = living({
    weight,
    chosen(stop) {
      if (stop.kind === "paper") pad.open();
      if (stop.kind === "unit" && stop.l === groundup.network.w.length - 1) {
        output = stop.j;
        show();
      }
      for (const listener of listeners) listener(stop);
    },
  });
  find("living").append(picture.element);

  function show() {
    const { pixels } = groundup.reading ?? {};
    picture.show({ network: groundup.network, x: pixels ? backward.inputs(pixels) : null, output, settled });
  }

  /** Once a frame is enough. */
  function showSoon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (groundup.network) show();
    });
  }

  groundup.onReading(showSoon);
  ink.listen((_, kind) => {
    output = null;
    settled = kind !== "drawn";
  });
  tabs.listen(showSoon);

  groundup.inUse = {
    picture, show, edited,
    /** Calls back with a stop of the picture that the reader chooses. */
    listen: (listener) => listeners.push(listener),
  };
}
