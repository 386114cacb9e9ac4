"use strict";
// Chance as in groundup/randomness.py, to the bit: a seed's streams, named after their use, give the
// same weights and the same order of digits here as there.
{
  const { sha512 } = groundup.hashes;
  const [SIZE, SHIFT] = [624, 397];

  /** `count` 32-bit words of the stream: Python's random.Random of "seed/name/…", whose generator is
   * the Mersenne Twister (Matsumoto and Nishimura 1998). */
  function words(count, seed, ...name) {
    const text = new TextEncoder().encode([seed, ...name].join("/"));
    const bytes = [...text, ...sha512(text)].reverse();
    const key = Array.from({ length: Math.ceil(bytes.length / 4) }, (_, i) =>
      [0, 1, 2, 3].reduce((word, k) => word + (bytes[4 * i + k] ?? 0) * 2 ** (8 * k), 0),
    );
    return generated(count, seeded(key));
  }

  /** The generator's state from a key of 32-bit words. */
  function seeded(key) {
    const state = new Uint32Array(SIZE);
    state[0] = 19650218;
    for (let i = 1; i < SIZE; i++) state[i] = mixed(state, i, 1812433253) + i;
    let i = 1;
    const step = (multiplier, more) => {
      const before = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = (state[i] ^ Math.imul(before, multiplier)) + more(i);
      if (++i < SIZE) return;
      state[0] = state[SIZE - 1];
      i = 1;
    };
    for (let k = 0; k < Math.max(SIZE, key.length); k++) {
      step(1664525, () => key[k % key.length] + (k % key.length));
    }
    for (let k = 0; k < SIZE - 1; k++) step(1566083941, (at) => -at);
    state[0] = 0x80000000;
    return state;
  }

  const mixed = (state, i, multiplier) => Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), multiplier);

  function generated(count, state) {
    const out = new Uint32Array(count);
    for (let from = 0; from < count; from += SIZE) {
      twist(state);
      const end = Math.min(count - from, SIZE);
      for (let n = 0; n < end; n++) {
        let word = state[n];
        word ^= word >>> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        out[from + n] = word ^ (word >>> 18);
      }
    }
    return out;
  }

  function twist(state) {
    for (let i = 0; i < SIZE; i++) {
      const both = (state[i] & 0x80000000) | (state[i + 1 < SIZE ? i + 1 : 0] & 0x7fffffff);
      state[i] = state[i + SHIFT < SIZE ? i + SHIFT : i + SHIFT - SIZE] ^ (both >>> 1) ^ (both & 1 ? 0x9908b0df : 0);
    }
  }

  // Wichura's AS241, as Python's NormalDist.inv_cdf has it: coefficients from the highest power down.
  const MIDDLE = [
    [2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665],
    [5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091, 1],
  ];
  const NEAR = [
    [0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835],
    [1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038, 2.053191626637759, 1],
  ];
  const FAR = [
    [2.0103343992922881e-07, 2.7115555687434876e-05, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103],
    [2.0442631033899397e-15, 1.421511758316446e-07, 1.8463183175100548e-05, 0.0007868691311456133, 0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1],
  ];
  const polynomial = (coefficients, r) => coefficients.reduce((sum, c) => sum * r + c);

  /** The inverse of the normal distribution's cumulative function. */
  function inverse(p) {
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      const r = 0.180625 - q * q;
      return (polynomial(MIDDLE[0], r) * q) / polynomial(MIDDLE[1], r);
    }
    const r = Math.sqrt(-Math.log(q <= 0 ? p : 1 - p));
    const [[top, bottom], shift] = r <= 5 ? [NEAR, 1.6] : [FAR, 5];
    const x = polynomial(top, r - shift) / polynomial(bottom, r - shift);
    return q < 0 ? -x : x;
  }

  /** `count` numbers from N(0, 1). */
  function normals(count, seed, ...name) {
    const halves = words(2 * count, seed, ...name);
    return Float64Array.from({ length: count }, (_, i) => {
      const upper52 = halves[2 * i + 1] * 2 ** 20 + (halves[2 * i] >>> 12);
      return inverse((upper52 + 0.5) * 2 ** -52);
    });
  }

  /** 0 … count - 1 as an epoch visits them: sorted by random keys of 64 bits, a byte after the other. */
  function order(count, seed, epoch) {
    const halves = words(2 * count, seed, "order", epoch);
    let places = Int32Array.from({ length: count }, (_, i) => i);
    for (const half of [0, 1]) for (let shift = 0; shift < 32; shift += 8) places = sorted(places, halves, half, shift);
    return places;
  }

  /** By a byte of each one's key; those alike stay as they are. */
  function sorted(places, halves, half, shift) {
    const next = new Int32Array(257); // where the next of each byte goes
    const found = new Int32Array(places.length);
    for (let i = 0; i < places.length; i++) next[((halves[2 * i + half] >>> shift) & 255) + 1]++;
    for (let value = 0; value < 256; value++) next[value + 1] += next[value];
    for (let n = 0; n < places.length; n++) found[next[(halves[2 * places[n] + half] >>> shift) & 255]++] = places[n];
    return found;
  }

  groundup.randomness = { normals, order };
}
