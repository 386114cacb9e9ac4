"use strict";
// What LZMA packed (groundup.page.encoding.squeezed), and at once: the browser's own DecompressionStream makes one
// wait for it, while the scripts want their texts as they run, and knows only deflate, which takes an eighth more
// room for texts. LZMA's settings lc, lp and pb are 0, there is no header, and a mark says where it ends.
//
// It is a list of bytes and of copies of what there is already, told bit by bit. How likely a bit is 0 is learned
// on the way, for each place that a bit can have; one that was likely takes much less than a bit of room.
{
  const DAMAGED = "what was squeezed is damaged";
  const chances = (count) => new Uint16Array(count).fill(1024); // of a 0, in 2048
  const lengths = () => ({ kind: chances(2), short: chances(8), middle: chances(8), long: chances(256) });

  /** The bytes that these were before. Throws a RangeError where they are no such. */
  function unsqueeze(data) {
    let out = new Uint8Array(4 * data.length + 1024);
    let size = 0;
    let at = 1; // the first byte says nothing
    const coder = Uint32Array.of(2 ** 32 - 1, 0); // the range, and what was read within it
    for (let i = 0; i < 4; i++) coder[1] = coder[1] * 256 + next();

    function next() {
      if (at >= data.length) throw new RangeError(DAMAGED);
      return data[at++];
    }

    function widen() {
      coder[0] <<= 8;
      coder[1] = (coder[1] << 8) | next();
    }

    /** A bit that is as likely 0 as chances[i] says, which then says it better. */
    function bit(chances, i) {
      const chance = chances[i];
      const bound = (coder[0] >>> 11) * chance;
      const one = coder[1] >= bound;
      if (one) {
        coder[0] -= bound;
        coder[1] -= bound;
        chances[i] = chance - (chance >> 5);
      } else {
        coder[0] = bound;
        chances[i] = chance + ((2048 - chance) >> 5);
      }
      if (coder[0] < 2 ** 24) widen();
      return one ? 1 : 0;
    }

    /** A number of so many bits, the highest first, each as likely as those before it let one think. */
    function number(chances, bits) {
      let node = 1;
      for (let i = 0; i < bits; i++) node = 2 * node + bit(chances, node);
      return node - (1 << bits);
    }

    /** The same with the lowest bit first; its chances begin at `from`. */
    function turned(chances, bits, from = 0) {
      let [node, sum] = [1, 0];
      for (let i = 0; i < bits; i++) {
        const one = bit(chances, from + node);
        node = 2 * node + one;
        sum += one << i;
      }
      return sum;
    }

    /** A number of bits that are 0 as often as 1. */
    function even(bits) {
      let sum = 0;
      for (let i = 0; i < bits; i++) {
        coder[0] >>>= 1;
        const one = coder[1] >= coder[0];
        if (one) coder[1] -= coder[0];
        sum = 2 * sum + (one ? 1 : 0);
        if (coder[0] < 2 ** 24) widen();
      }
      return sum;
    }

    const bytes = chances(768);
    /** A byte; after a copy it is told beside the one that would have gone on with it, as far as they are alike. */
    function byte(beside) {
      let node = 1;
      for (let alike = beside !== null; alike && node < 256; beside <<= 1) {
        const likely = (beside >> 7) & 1;
        const one = bit(bytes, 256 * (1 + likely) + node);
        node = 2 * node + one;
        alike = one === likely;
      }
      while (node < 256) node = 2 * node + bit(bytes, node);
      return node - 256;
    }

    function length({ kind, short, middle, long }) {
      if (!bit(kind, 0)) return 2 + number(short, 3);
      return bit(kind, 1) ? 18 + number(long, 8) : 10 + number(middle, 3);
    }

    const slots = Array.from({ length: 4 }, () => chances(64));
    const [near, far] = [chances(128), chances(16)];
    /** How far back a copy of this length begins, less 1. */
    function distance(count) {
      const slot = number(slots[Math.min(count - 2, 3)], 6);
      if (slot < 4) return slot;
      const bits = (slot >> 1) - 1;
      const first = (2 + (slot & 1)) * 2 ** bits;
      return first + (slot < 14 ? turned(near, bits, first - slot) : 16 * even(bits - 4) + turned(far, 4));
    }

    function put(byte) {
      if (size === out.length) {
        const more = new Uint8Array(2 * size);
        more.set(out);
        out = more;
      }
      out[size++] = byte;
    }

    const backs = [0, 0, 0, 0]; // how far back the last copies began, less 1; the last one first
    function copy(count) {
      if (backs[0] >= size) throw new RangeError(DAMAGED);
      for (const end = size + count; size < end; ) put(out[size - backs[0] - 1]);
    }

    let state = 0; // what the last steps were: below 7 the last was a byte
    const [copied, again, older, third, fourth, whole] = Array.from({ length: 6 }, () => chances(12));
    const [fresh, repeated] = [lengths(), lengths()];
    for (;;) {
      const after = state < 7;
      if (!bit(copied, state)) {
        put(byte(after ? null : out[size - backs[0] - 1]));
        state = state < 4 ? 0 : state - (state < 10 ? 3 : 6);
      } else if (!bit(again, state)) {
        const count = length(fresh);
        backs.unshift(distance(count));
        backs.pop();
        if (backs[0] === 2 ** 32 - 1) return out.slice(0, size);
        copy(count);
        state = after ? 7 : 10;
      } else {
        const which = !bit(older, state) ? 0 : !bit(third, state) ? 1 : 2 + bit(fourth, state);
        const single = which === 0 && !bit(whole, state);
        backs.unshift(...backs.splice(which, 1));
        copy(single ? 1 : length(repeated));
        state = after ? (single ? 9 : 8) : 11;
      }
    }
  }

  groundup.unsqueeze = unsqueeze;
}
