"use strict";
// SHA-256 and SHA-512 (FIPS 180-4), whose names here are those of the standard. Browsers' own are not
// there in every page that a frame shows.
{
  /** The whole part of the n-th root of a BigInt (Newton). */
  function root(value, n) {
    let x = 1n << BigInt(Math.ceil(value.toString(2).length / n));
    for (;;) {
      const next = (BigInt(n - 1) * x + value / x ** BigInt(n - 1)) / BigInt(n);
      if (next >= x) return x;
      x = next;
    }
  }

  const primes = [];
  for (let number = 2; primes.length < 80; number++) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  /** The first 64 bits behind the point of a prime's n-th root. */
  const fraction = (prime, n) => BigInt.asUintN(64, root(BigInt(prime) << BigInt(64 * n), n));
  const K = primes.map((prime) => fraction(prime, 3));
  const H = primes.slice(0, 8).map((prime) => fraction(prime, 2));
  const upper = (numbers) => Int32Array.from(numbers, (number) => Number(BigInt.asIntN(32, number >> 32n)));

  /** A 1, zeros, and the number of bits, so that whole blocks of `size` bytes come of it. */
  function padded(bytes, size) {
    const whole = new Uint8Array(Math.ceil((bytes.length + 1 + size / 8) / size) * size);
    whole.set(bytes);
    whole[bytes.length] = 0x80;
    new DataView(whole.buffer).setBigUint64(whole.length - 8, BigInt(8 * bytes.length));
    return new DataView(whole.buffer);
  }

  /** The 64 bytes of SHA-512. */
  function sha512(bytes) {
    const u64 = (x) => BigInt.asUintN(64, x);
    const rotr = (x, n) => u64((x >> n) | (x << (64n - n)));
    const blocks = padded(bytes, 128);
    let hash = H;
    for (let start = 0; start < blocks.byteLength; start += 128) {
      const w = Array.from({ length: 16 }, (_, t) => blocks.getBigUint64(start + 8 * t));
      for (let t = 16; t < 80; t++) {
        const s0 = rotr(w[t - 15], 1n) ^ rotr(w[t - 15], 8n) ^ (w[t - 15] >> 7n);
        const s1 = rotr(w[t - 2], 19n) ^ rotr(w[t - 2], 61n) ^ (w[t - 2] >> 6n);
        w.push(u64(w[t - 16] + s0 + w[t - 7] + s1));
      }
      let [a, b, c, d, e, f, g, h] = hash;
      for (let t = 0; t < 80; t++) {
        const s1 = rotr(e, 14n) ^ rotr(e, 18n) ^ rotr(e, 41n);
        const t1 = h + s1 + ((e & f) ^ (~e & g)) + K[t] + w[t];
        const s0 = rotr(a, 28n) ^ rotr(a, 34n) ^ rotr(a, 39n);
        const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        [a, b, c, d, e, f, g, h] = [u64(t1 + t2), a, b, c, u64(d + t1), e, f, g];
      }
      hash = [a, b, c, d, e, f, g, h].map((x, i) => u64(x + hash[i]));
    }
    const digest = new DataView(new ArrayBuffer(64));
    hash.forEach((x, i) => digest.setBigUint64(8 * i, x));
    return new Uint8Array(digest.buffer);
  }

  /** SHA-256 in hexadecimal. */
  function sha256(bytes) {
    const rotr = (x, n) => (x >>> n) | (x << (32 - n));
    const blocks = padded(bytes, 64);
    const k = upper(K.slice(0, 64));
    const hash = upper(H);
    const w = new Int32Array(64);
    for (let start = 0; start < blocks.byteLength; start += 64) {
      for (let t = 0; t < 16; t++) w[t] = blocks.getInt32(start + 4 * t);
      for (let t = 16; t < 64; t++) {
        const s0 = rotr(w[t - 15], 7) ^ rotr(w[t - 15], 18) ^ (w[t - 15] >>> 3);
        const s1 = rotr(w[t - 2], 17) ^ rotr(w[t - 2], 19) ^ (w[t - 2] >>> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
      }
      let [a, b, c, d, e, f, g, h] = hash;
      for (let t = 0; t < 64; t++) {
        const s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k[t] + w[t]) | 0;
        const s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => (hash[i] += x));
    }
    return Array.from(hash, (x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
  }

  groundup.hashes = { sha256, sha512 };
}
