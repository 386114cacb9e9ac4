"use strict";
// What a layer does to numbers, there and back: a matrix, or a convolution with its 2×2 pool, whose w is
// (n_out × c × k × k). Pictures are square, and lie by rows, columns and channels.
{
  /** {count, c, k, side, pooled} of layer l where it convolves, else null: its filters, their channels and
   * side, the side of the picture that they see, and that of what the pool leaves. */
  function seeing({ sizes, shapes }, l) {
    if (shapes?.[l].length !== 4) return null;
    const [count, c, k] = shapes[l];
    const side = Math.round(Math.sqrt(sizes[l] / c));
    return { count, c, k, side, pooled: (side - k + 1) / 2 };
  }

  /** Where each weight of a filter looks, from the first number of its patch on. */
  function offsets({ c, k, side }) {
    const found = [];
    for (let q = 0; q < c; q++) for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) found.push((i * side + j) * c + q);
    return Int32Array.from(found);
  }

  /** {z, largest}: the weighted inputs of layer l, (n_out,), of a convolution those that its pool leaves, and
   * where the patch of each begins; `largest` is null for others. */
  function sums(network, l, below) {
    const [w, b, inputs] = [network.w[l], network.b[l], network.sizes[l]];
    const seen = seeing(network, l);
    if (seen) return convolved(w, b, seen, below);
    const z = Float64Array.from(b, (bias, j) => {
      let sum = 0;
      for (let k = 0; k < inputs; k++) sum += w[j * inputs + k] * below[k];
      return sum + bias;
    });
    return { z, largest: null };
  }

  function convolved(w, b, seen, below) {
    const { count, c, side, pooled } = seen;
    const looks = offsets(seen);
    const patch = new Float64Array(looks.length); // copied once, for all filters
    const z = new Float64Array(pooled * pooled * count).fill(-Infinity);
    const largest = new Int32Array(z.length);
    for (let pixel = 0; pixel < pooled * pooled; pixel++) {
      const first = (2 * Math.floor(pixel / pooled) * side + 2 * (pixel % pooled)) * c;
      for (const place of [first, first + c, first + side * c, first + (side + 1) * c]) {
        for (let t = 0; t < patch.length; t++) patch[t] = below[place + looks[t]];
        for (let o = 0, i = pixel * count; o < count; o++, i++) {
          let sum = 0;
          for (let t = 0, start = o * patch.length; t < patch.length; t++) sum += w[start + t] * patch[t];
          sum += b[o];
          if (sum > z[i]) [z[i], largest[i]] = [sum, place]; // of several that are, the first
        }
      }
    }
    return { z, largest };
  }

  /** Slopes by the inputs of layer l, from those by its z; `largest` as `sums` gave it. */
  function sentBack(network, l, delta, largest) {
    const [w, inputs] = [network.w[l], network.sizes[l]];
    const seen = seeing(network, l);
    if (!seen) {
      return Float64Array.from({ length: inputs }, (_, k) => delta.reduce((sum, value, j) => sum + w[j * inputs + k] * value, 0));
    }
    const looks = offsets(seen);
    const found = new Float64Array(inputs);
    delta.forEach((value, i) => {
      if (value === 0) return;
      const start = (i % seen.count) * looks.length;
      for (let t = 0; t < looks.length; t++) found[largest[i] + looks[t]] += value * w[start + t];
    });
    return found;
  }

  /** As groundup writes a network's layers: 784-30-10, 28x28-20c5p2-100-10. */
  function written(network) {
    const parts = network.sizes.map((size, l) => {
      const above = l > 0 && seeing(network, l - 1);
      return above ? `${above.count}c${above.k}p2` : size;
    });
    const first = seeing(network, 0);
    if (first) parts[0] = `${first.side}x${first.side}${first.c > 1 ? `x${first.c}` : ""}`;
    return parts.join("-");
  }

  /** What the page says of its own network. */
  function about(network) {
    const activations = [...new Set(network.activations)].join(groundup.words("network.then"));
    return groundup.words("network.about", { sizes: written(network), activations });
  }

  groundup.layers = { seeing, offsets, sums, sentBack, written, about };
}
