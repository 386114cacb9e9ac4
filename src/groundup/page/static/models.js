"use strict";
// Model files as groundup/formats/models.py writes and reads them: safetensors, with what the numbers
// mean and a SHA-256 over all of it.
{
  const { words } = groundup;
  const { sha256 } = groundup.hashes;
  const PIXELS = "8-bit inputs are divided by 255";
  const MOST = 2 ** 28; // bytes of a file
  const ARCHIVE = [0x50, 0x4b]; // what a zip archive begins with, as an .npz is one
  const TYPES = { F32: [Float32Array, "float32"], F64: [Float64Array, "float64"] };

  /** JSON as Python writes it, names in order. */
  function pythons(value) {
    if (Array.isArray(value)) return `[${value.map(pythons).join(", ")}]`;
    if (value === null || typeof value !== "object") return ascii(JSON.stringify(value));
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${pythons(name)}: ${pythons(value[name])}`).join(", ")}}`;
  }

  const ascii = (text) => text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

  /** The digest of tensors, [{name, type, shape, bytes}], and metadata. */
  function digest(tensors, { sha256: _, ...metadata }) {
    const sorted = [...tensors].sort((one, other) => (one.name < other.name ? -1 : 1));
    const said = pythons([metadata, sorted.map(({ name, type, shape }) => [name, TYPES[type][1], shape])]);
    return sha256(joined([new TextEncoder().encode(said), ...sorted.map(({ bytes }) => bytes)]));
  }

  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
    return whole;
  }

  /** A network as a file's bytes; history: records, an epoch each. */
  function write({ sizes, activations, cost, w, b }, history = []) {
    const bytes = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength);
    const tensors = w.flatMap((wl, l) => [
      { name: `w.${l}`, type: "F32", shape: [sizes[l + 1], sizes[l]], bytes: bytes(wl) },
      { name: `b.${l}`, type: "F32", shape: [sizes[l + 1]], bytes: bytes(b[l]) },
    ]);
    const description = Object.entries({ sizes, activations, cost, history });
    const metadata = Object.fromEntries(description.map(([name, value]) => [name, JSON.stringify(value)]));
    Object.assign(metadata, { format: "groundup", format_version: "1", pixels: PIXELS });
    metadata.sha256 = digest(tensors, metadata);
    let end = 0;
    const places = tensors.map(({ name, type, shape, bytes }) => [name, { dtype: type, shape, data_offsets: [end, (end += bytes.length)] }]);
    let header = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(places) });
    header += " ".repeat((8 - (header.length % 8)) % 8);
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
    return joined([length, new TextEncoder().encode(header), ...tensors.map((tensor) => tensor.bytes)]);
  }

  /** {sizes, activations, cost, w, b, history} of a file's bytes, in single precision. Throws an Error
   * that says what is wrong with it. */
  function read(bytes) {
    const { metadata, tensors } = parsed(bytes);
    if (Object.values(tensors).some(({ shape }) => shape?.length > 2)) throw new Error(words("models.convolution"));
    try {
      if (metadata.sha256 !== digest(Object.values(tensors), metadata)) throw new Error();
      return network(metadata, tensors);
    } catch {
      throw new Error(words("models.damaged"));
    }
  }

  /** Throws where this is none that can learn: the digest is the file's own, so anything may have it. */
  function network(metadata, tensors) {
    const [sizes, activations, cost, history] = ["sizes", "activations", "cost", "history"].map((name) => JSON.parse(metadata[name]));
    const numbers = (name, count) => {
      const { type, bytes } = tensors[name];
      const array = Float32Array.from(new TYPES[type][0](bytes.slice().buffer));
      if (array.length !== count || !array.every(Number.isFinite)) throw new RangeError(name);
      return array;
    };
    const layers = sizes.slice(1).map((count, l) => [count, sizes[l], l]);
    const w = layers.map(([count, inputs, l]) => numbers(`w.${l}`, count * inputs));
    const b = layers.map(([count, , l]) => numbers(`b.${l}`, count));
    GroundupTask.checked({ w, b, activations, cost, x: new Uint8Array(sizes[0]), y: [0] });
    if (!Array.isArray(history)) throw new RangeError("history");
    return { sizes, activations, cost, history, w, b };
  }

  function parsed(bytes) {
    if (ARCHIVE.every((byte, i) => bytes[i] === byte)) throw new Error(words("models.archive"));
    try {
      const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
      if (bytes.length > MOST || 8 + length > bytes.length) throw new Error();
      const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
      const { __metadata__: metadata, ...places } = header;
      if (metadata.format !== "groundup") throw new Error();
      const tensors = Object.entries(places).map(([name, { dtype: type, shape, data_offsets: [from, to] }]) => [
        name,
        { name, type, shape, bytes: bytes.subarray(8 + length + from, 8 + length + to) },
      ]);
      return { metadata, tensors: Object.fromEntries(tensors) };
    } catch {
      throw new Error(words("models.another"));
    }
  }

  groundup.models = { write, read };
}
