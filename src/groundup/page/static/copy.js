"use strict";
// The page saves itself, with the network that it has learned in the place of its own: the same markup and
// scripts, other data. The copy holds itself to known answers, too, which are made here.
{
  const { backward, carried, decode, hashes, layers, words } = groundup;
  const [LARGEST, SMALLEST] = [65504, 2 ** -24];

  /** The 16 bits that are nearest to a number; to the even ones, where two are as near. */
  function halfOf(number) {
    const sign = number < 0 || Object.is(number, -0) ? 0x8000 : 0;
    const size = Math.abs(number);
    if (size > LARGEST + 15.99 || Number.isNaN(size)) throw new RangeError(words("copy.large", { number }));
    const exponent = Math.max(-14, Math.floor(Math.log2(size || SMALLEST)));
    const unit = 2 ** (exponent - 10); // of the last bit
    const count = even(size / unit); // 0 to 2048
    return sign | (count < 1024 ? count : ((exponent + 15) << 10) + (count - 1024));
  }

  function even(value) {
    const low = Math.floor(value);
    const rest = value - low;
    return rest > 0.5 || (rest === 0.5 && low % 2) ? low + 1 : low;
  }

  /** What the page carries of a network. */
  function encoded({ sizes, shapes, activations, cost, w, b }) {
    const numbers = w.flatMap((wl, l) => [...wl, ...b[l]]);
    const bytes = new Uint8Array(2 * numbers.length);
    const view = new DataView(bytes.buffer);
    numbers.forEach((number, i) => view.setUint16(2 * i, halfOf(number), true));
    return { sizes, ...(shapes && { shapes }), activations, cost, parameters: decode.base64(bytes) };
  }

  /** The whole page, as a text, with this network. Throws a RangeError where it cannot carry it. */
  function page(network) {
    const own = encoded(network);
    const rounded = decode.network(own);
    const answers = carried.answers.map(({ label, pixels }) => ({
      label, pixels,
      outputs: Array.from(backward.forward(rounded, backward.inputs(decode.bytes(pixels))).a.at(-1)),
    }));
    const about = layers.about(own);
    const { name: _, ...rest } = carried;
    const data = { ...rest, network: own, answers, about };
    data.name = hashes.sha256(new TextEncoder().encode(JSON.stringify(data))).slice(0, 12);
    const text = JSON.stringify(data).replaceAll("<", "\\u003c");
    const scripts = [...document.body.querySelectorAll("script")].map((script) => {
      if (script.id !== "carried") return script.outerHTML;
      const [head, tail] = script.outerHTML.split(script.textContent);
      return head + text + tail;
    });
    const markup = groundup.markup.replace(/(<span id="about">)[^<]*/, (_, tag) => tag + about);
    return `<!doctype html>\n${groundup.root}\n${groundup.head}\n<body>\n${markup}\n${scripts.join("\n")}\n</body>\n</html>\n`;
  }

  groundup.copy = { page, halfOf };
}
