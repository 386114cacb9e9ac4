"use strict";
// What was deflated (RFC 1951), and at once: the browser's own DecompressionStream makes one wait for it, and
// the scripts want their texts as they run.
{
  const DAMAGED = "what was deflated is damaged";
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]; // of the lengths of lengths
  const LENGTHS = steps(3, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]);
  LENGTHS.push([258, 0]);
  const DISTANCES = steps(1, Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1)));
  const FIXED = [
    code([...Array(144).fill(8), ...Array(112).fill(9), ...Array(24).fill(7), ...Array(8).fill(8)]),
    code(Array(30).fill(5)),
  ];

  /** [first, bits]: numbers from `first` on, told by so many bits more, each after those of the one before. */
  function steps(first, bits) {
    return bits.map((more) => {
      const step = [first, more];
      first += 1 << more;
      return step;
    });
  }

  /** Huffman's code of these lengths, as a table: what the next `bits` bits begin with, as 16 · symbol + length;
   * 0, where that is nothing. */
  function code(lengths) {
    const bits = Math.max(1, ...lengths);
    const table = new Uint16Array(1 << bits);
    let next = 0;
    for (let length = 1; length <= bits; length++, next <<= 1) {
      lengths.forEach((own, symbol) => {
        if (own !== length || next >> length) return;
        let turned = 0; // its first bit is the lowest
        for (let i = 0; i < length; i++) turned |= ((next >> i) & 1) << (length - 1 - i);
        for (let at = turned; at < table.length; at += 1 << length) table[at] = 16 * symbol + length;
        next++;
      });
    }
    return { table, bits };
  }

  /** The bytes that these were before. Throws a RangeError where they are no such. */
  function inflate(data) {
    let out = new Uint8Array(4 * data.length + 1024);
    let size = 0;
    let [held, count, at] = [0, 0, 0]; // bits that are read and not used, how many, and the next byte

    /** Has at least so many bits held; behind the end they are 0. */
    function hold(wanted) {
      for (; count < wanted; count += 8) held |= (at < data.length ? data[at] : 0) << count, at++;
    }

    function drop(used) {
      held >>>= used;
      count -= used;
      if (at - (count >> 3) > data.length) throw new RangeError(DAMAGED);
    }

    function bits(wanted) {
      hold(wanted);
      const value = held & ((1 << wanted) - 1);
      drop(wanted);
      return value;
    }

    function symbol({ table, bits: longest }) {
      hold(longest);
      const found = table[held & (table.length - 1)];
      if (!found) throw new RangeError(DAMAGED);
      drop(found & 15);
      return found >> 4;
    }

    function put(byte) {
      if (size === out.length) {
        const more = new Uint8Array(2 * size);
        more.set(out);
        out = more;
      }
      out[size++] = byte;
    }

    /** The two codes of a block that tells them itself, of literals and of distances. */
    function told() {
      const [literals, distances, known] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
      const first = Array(19).fill(0);
      for (let i = 0; i < known; i++) first[ORDER[i]] = bits(3);
      const own = code(first);
      const lengths = [];
      while (lengths.length < literals + distances) {
        const length = symbol(own);
        if (length < 16) lengths.push(length);
        else if (length === 16) lengths.push(...Array(bits(2) + 3).fill(lengths.at(-1) ?? 0));
        else lengths.push(...Array(length === 17 ? bits(3) + 3 : bits(7) + 11).fill(0));
      }
      return [code(lengths.slice(0, literals)), code(lengths.slice(literals))];
    }

    /** Bytes as they are. */
    function plain() {
      drop(count & 7);
      const length = bits(16);
      bits(16); // the same again, turned over
      for (let i = 0; i < length; i++) put(bits(8));
    }

    /** Literals, and copies of what there is already. */
    function block([literals, distances]) {
      for (let next = symbol(literals); next !== 256; next = symbol(literals)) {
        if (next < 256) {
          put(next);
          continue;
        }
        const [length, more] = LENGTHS[next - 257] ?? [0, 0];
        const end = size + length + bits(more);
        const [distance, further] = DISTANCES[symbol(distances)] ?? [Infinity, 0];
        const back = distance + bits(further);
        if (back > size) throw new RangeError(DAMAGED);
        while (size < end) put(out[size - back]);
      }
    }

    for (let last = 0; !last; ) {
      last = bits(1);
      const kind = bits(2);
      if (kind === 3) throw new RangeError(DAMAGED);
      else if (kind === 0) plain();
      else block(kind === 1 ? FIXED : told());
    }
    return out.slice(0, size);
  }

  groundup.inflate = inflate;
}
