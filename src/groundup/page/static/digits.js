"use strict";
// The digits that the page carries, as groundup/page/digits.py packs them: four shades of ink in boxes
// of 20×20 pixels, each where it was in its image of 28×28.
{
  const [SIDE, BOX, SHADE] = [28, 20, 85];
  const PLACES = SIDE - BOX + 1;
  const BYTES = (BOX * BOX) / 4; // of a digit's pixels

  /** What was deflated and written densely (`decode.dense`). */
  async function inflated(text) {
    const packed = new Blob([groundup.decode.dense(text)]).stream();
    const whole = packed.pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(whole).arrayBuffer());
  }

  /** {x, y}: pixels, a row of 784 bytes after the other, and labels. */
  function unpacked(data) {
    const count = data.length / (2 + BYTES);
    const x = new Uint8Array(count * SIDE * SIDE);
    for (let i = 0; i < count; i++) {
      const corner = i * SIDE * SIDE + Math.floor(data[i] / PLACES) * SIDE + (data[i] % PLACES);
      for (let byte = 0; byte < BYTES; byte++) {
        const four = data[2 * count + i * BYTES + byte];
        if (four === 0) continue;
        const place = corner + Math.floor((4 * byte) / BOX) * SIDE + ((4 * byte) % BOX);
        for (let k = 0; k < 4; k++) x[place + k] = ((four >> (2 * k)) & 3) * SHADE;
      }
    }
    return { x, y: data.slice(count, 2 * count) };
  }

  /** {train, validation} of {x, y}: by default of the page's own; a worker is given its text. */
  async function load(text = groundup.find("digits").textContent, { train } = groundup.carried.digits) {
    const { x, y } = unpacked(await inflated(text));
    const part = (from, to) => ({ x: x.subarray(from * SIDE * SIDE, to * SIDE * SIDE), y: y.subarray(from, to) });
    return { train: part(0, train), validation: part(train, y.length) };
  }

  groundup.digits = { load, inflated };
}
