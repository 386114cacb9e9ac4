"use strict";
// What each part of a network adds to a weighted sum, and who says most for an output. A unit is a neuron; of a
// convolution it is a filter, looked at where it found most. What the units below and the bias add to a unit is its
// z exactly. Of the ink, a part is a square of 7×7 pixels.
{
  const { layers } = groundup;
  const SQUARES = 4; // in a row
  const STAYS = 1.25; // as much louder another has to be to take a place while the pen moves

  /** How many units layer l has. */
  const count = (network, l) => layers.seeing(network, l)?.count ?? network.sizes[l + 1];

  /** Which of the numbers z[l] unit j is looked at by: of a filter, that of the place where it found most. */
  function placeOf(network, passed, l, j) {
    const many = count(network, l);
    const a = passed.a[l + 1];
    let best = j;
    for (let i = j; i < a.length; i += many) if (a[i] > a[best]) best = i;
    return best;
  }

  /** Calls back with k and weight × activation for all numbers a[l][k] that unit j of layer l hears. */
  function products(network, passed, l, j, tell) {
    const [w, below, seen] = [network.w[l], passed.a[l], layers.seeing(network, l)];
    if (!seen) {
      for (let k = 0; k < below.length; k++) if (below[k]) tell(k, w[j * below.length + k] * below[k]);
      return;
    }
    const looks = layers.offsets(seen);
    const start = passed.largest[l][placeOf(network, passed, l, j)];
    looks.forEach((offset, t) => tell(start + offset, w[j * looks.length + t] * below[start + offset]));
  }

  const square = (k) => SQUARES * Math.floor(k / 196) + Math.floor((k % 28) / 7);

  /** What each part below adds to z of unit j of layer l: a number a unit, of the ink a number a square. */
  function terms(network, passed, l, j) {
    const parts = l === 0 ? SQUARES ** 2 : count(network, l - 1);
    const found = new Float64Array(parts);
    products(network, passed, l, j, (k, value) => (found[l === 0 ? square(k) : k % parts] += value));
    return found;
  }

  /** The middle of what a square of ink says, in pixels: {x, y}. */
  function middles(network, passed, j) {
    const found = Array.from({ length: SQUARES ** 2 }, () => ({ x: 0, y: 0, size: 0 }));
    products(network, passed, 0, j, (k, value) => {
      const [middle, size] = [found[square(k)], Math.abs(value)];
      middle.size += size;
      middle.x += size * ((k % 28) + 0.5);
      middle.y += size * (Math.floor(k / 28) + 0.5);
    });
    return found.map(({ x, y, size }) => (size ? { x: x / size, y: y / size } : null));
  }

  /** Everything that can be said of unit j of layer l, `shown` being the units of the layer below in the picture. */
  function unit(network, passed, l, j, shown) {
    const place = placeOf(network, passed, l, j);
    const own = terms(network, passed, l, j);
    const inPicture = l === 0 ? own.reduce((sum, term) => sum + term, 0) : shown.reduce((sum, k) => sum + own[k], 0);
    const bias = network.b[l][j];
    const z = passed.z[l][place];
    return { l, j, place, z, a: passed.a[l + 1][place], bias, terms: own, shown: inPicture, rest: l === 0 ? 0 : z - bias - inPicture };
  }

  /** The loudest `many` parts; who was there `before` keeps its place, and stays while another is hardly louder. */
  function kept(loud, many, before, settled) {
    const order = [...loud.keys()].sort((one, other) => loud[other] - loud[one]);
    const top = order.slice(0, many);
    if (before?.length !== top.length || before.some((j) => j >= loud.length)) return top.sort((one, other) => one - other);
    const least = loud[top.at(-1)] / (settled ? 1 : STAYS);
    const stays = new Set(before.filter((j) => loud[j] >= least).sort((one, other) => loud[other] - loud[one]).slice(0, many));
    const fresh = order.filter((j) => !stays.has(j));
    return before.map((j) => (stays.has(j) ? j : fresh.shift()));
  }

  const absolute = (lists) => lists[0].map((_, k) => lists.reduce((sum, list) => sum + Math.abs(list[k]), 0));

  /** The scene that the picture shows: for each hidden layer in it {l, units, others}, and the outputs. `output` is
   * the one in question, or null; `before`, the units of each hidden layer that were shown. Layers that there is no room for
   * (more than `most`) are the first ones. */
  function scene({ network, x, passed = groundup.backward.forward(network, x), output, many, most, before, settled }) {
    const last = network.w.length - 1;
    const first = Math.max(0, last - most);
    const chosen = [];
    const asking = output === null ? Array.from(network.b[last].keys()) : [output];
    let heard = asking.map((j) => terms(network, passed, last, j));
    for (let l = last - 1; l >= first; l--) {
      const all = count(network, l);
      chosen[l] = kept(absolute(heard), all <= many + 1 ? all : many, before?.[l], settled); // one other is no others
      heard = l > first ? chosen[l].map((j) => terms(network, passed, l, j)) : [];
    }
    const made = (l, j) => unit(network, passed, l, j, chosen[l - 1] ?? []);
    const columns = chosen.map((units, l) => ({ l, units: units.map((j) => made(l, j)), others: count(network, l) - units.length })).filter(Boolean);
    const outputs = Array.from(network.b[last].keys(), (j) => made(last, j));
    return { network, x, passed, output, columns, outputs, chosen, first, last };
  }

  groundup.contributions = { SQUARES, count, placeOf, products, terms, middles, scene };
}
