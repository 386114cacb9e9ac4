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

  /** Huffman's code of these lengths: how many symbols have each length, and the symbols in that order. */
  function code(lengths) {
    const counts = Array(16).fill(0);
    for (const length of lengths) if (length) counts[length]++;
    const symbols = lengths.map((_, symbol) => symbol).filter((symbol) => lengths[symbol]);
    return { counts, symbols: symbols.sort((one, other) => lengths[one] - lengths[other] || one - other) };
  }

  /** The bytes that these were before. Throws a RangeError where they are no such. */
  function inflate(data) {
    const out = [];
    let at = 0; // in bits

    function bits(count) {
      let value = 0;
      for (let i = 0; i < count; i++, at++) {
        if (at >= 8 * data.length) throw new RangeError(DAMAGED);
        value |= ((data[at >> 3] >> (at & 7)) & 1) << i;
      }
      return value;
    }

    /** The next symbol of a code: its bits are counted up among the codes of each length. */
    function symbol({ counts, symbols }) {
      let [value, first, before] = [0, 0, 0];
      for (let length = 1; length < 16; length++) {
        value |= bits(1);
        if (value - first < counts[length]) return symbols[before + value - first];
        before += counts[length];
        first = (first + counts[length]) << 1;
        value <<= 1;
      }
      throw new RangeError(DAMAGED);
    }

    /** The two codes of a block that tells them itself, of literals and of distances. */
    function told() {
      const [literals, distances, count] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
      const first = Array(19).fill(0);
      for (let i = 0; i < count; i++) first[ORDER[i]] = bits(3);
      const own = code(first);
      const lengths = [];
      while (lengths.length < literals + distances) {
        const length = symbol(own);
        if (length < 16) lengths.push(length);
        else if (length === 16) lengths.push(...Array(bits(2) + 3).fill(lengths.at(-1)));
        else lengths.push(...Array(length === 17 ? bits(3) + 3 : bits(7) + 11).fill(0));
      }
      return [code(lengths.slice(0, literals)), code(lengths.slice(literals))];
    }

    /** Bytes as they are. */
    function plain() {
      at = (at + 7) & ~7;
      const count = bits(16);
      bits(16); // the same again, turned over
      for (let i = 0; i < count; i++) out.push(bits(8));
    }

    /** Literals, and copies of what there is already. */
    function block([literals, distances]) {
      for (let next = symbol(literals); next !== 256; next = symbol(literals)) {
        if (next < 256) {
          out.push(next);
          continue;
        }
        const [length, more] = LENGTHS[next - 257];
        const end = out.length + length + bits(more);
        const [distance, further] = DISTANCES[symbol(distances)];
        const back = distance + bits(further);
        if (back > out.length) throw new RangeError(DAMAGED);
        while (out.length < end) out.push(out[out.length - back]);
      }
    }

    for (let last = 0; !last; ) {
      last = bits(1);
      const kind = bits(2);
      if (kind === 0) plain();
      else if (kind === 1) block(FIXED);
      else if (kind === 2) block(told());
      else throw new RangeError(DAMAGED);
    }
    return Uint8Array.from(out);
  }

  groundup.inflate = inflate;
}
