"use strict";
// From the text that the page carries to numbers: base64, or two letters for 13 bits, to bytes; half precision
// to float32.
{
  /** The bytes of base64. */
  function bytes(text) {
    const letters = atob(text);
    const data = new Uint8Array(letters.length);
    for (let i = 0; i < data.length; i++) data[i] = letters.charCodeAt(i);
    return data;
  }

  const LETTERS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((letter) => !'"<\\'.includes(letter));
  const VALUES = new Uint8Array(128);
  LETTERS.forEach((letter, value) => (VALUES[letter.charCodeAt(0)] = value));

  /** The bytes of what `groundup.page.encoding.dense` wrote: two letters for 13 bits, a last one for 6. */
  function dense(text) {
    const value = (i) => VALUES[text.charCodeAt(i)];
    const data = new Uint8Array(Math.floor((13 * (text.length >> 1) + 6 * (text.length & 1)) / 8));
    let [held, count] = [0, 0]; // bits that are read and no byte yet, and how many
    for (let i = 0, to = 0; i < text.length; i += 2) {
      const pair = i + 1 < text.length;
      held = pair ? (held << 13) | (91 * value(i) + value(i + 1)) : (held << 6) | value(i);
      for (count += pair ? 13 : 6; count >= 8; held &= (1 << count) - 1) data[to++] = held >> (count -= 8);
    }
    return data;
  }

  /** Base64 of bytes. */
  function base64(data) {
    let letters = "";
    for (let i = 0; i < data.length; i += 8192) letters += String.fromCharCode(...data.subarray(i, i + 8192));
    return btoa(letters);
  }

  const POWERS = Array.from({ length: 31 }, (_, exponent) => 2 ** (exponent - 25));

  /** The number that 16 bits say: a sign, 5 bits of exponent, 10 of fraction. */
  function half(bits) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (1024 + fraction) * POWERS[exponent];
  }

  /** Two bytes a number out of all lower bytes and then all upper ones, which were squeezed. */
  function unpacked(data) {
    const apart = groundup.unsqueeze(data);
    const count = apart.length / 2;
    const whole = new Uint8Array(apart.length);
    for (let i = 0; i < count; i++) {
      whole[2 * i] = apart[i];
      whole[2 * i + 1] = apart[count + i];
    }
    return whole;
  }

  /** {sizes, activations, cost, w, b}: w[l] is a Float32Array of (n_out × n_in), a row after the other; and
   * where there are convolutions {shapes}, those of w. */
  function network({ sizes, shapes, activations, cost, packed, parameters }) {
    const data = packed ? unpacked(dense(parameters)) : bytes(parameters);
    const view = new DataView(data.buffer);
    const numbers = new Float32Array(data.length / 2);
    for (let i = 0; i < numbers.length; i++) numbers[i] = half(view.getUint16(2 * i, true));
    const w = [];
    const b = [];
    let start = 0;
    const take = (count) => numbers.slice(start, (start += count));
    for (const shape of shapes ?? sizes.slice(1).map((count, l) => [count, sizes[l]])) {
      w.push(take(shape.reduce((product, side) => product * side)));
      b.push(take(shape[0]));
    }
    return { sizes, ...(shapes && { shapes }), activations, cost, w, b };
  }

  let small = null;
  /** The network of 30 hidden neurons that the page carries for its backprop. */
  Object.defineProperty(groundup, "small", { get: () => (small ??= network(groundup.carried.small)) });

  groundup.decode = { bytes, dense, base64, half, network };
}
