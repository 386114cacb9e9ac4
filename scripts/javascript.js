"use strict";
// For javascript.py, which calls functions here: what is asked and answered, as lines of JSON. Arrays
// are { "Float32Array": their bytes in base64 }.
{
  const TYPES = { Uint8Array, Int32Array, Float32Array };

  function fromJson(value) {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(fromJson);
    for (const [name, type] of Object.entries(TYPES))
      if (name in value) return new type(Uint8Array.from(atob(value[name]), (c) => c.charCodeAt(0)).buffer);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fromJson(each)]));
  }

  function toJson(value) {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(toJson);
    const name = value.constructor.name;
    if (!(name in TYPES)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toJson(each)]));
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { [name]: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
  }

  async function answer(line) {
    try {
      const { called, given } = JSON.parse(line);
      const run = new Function(`return (${called});`)();
      return JSON.stringify({ answer: toJson(await run(fromJson(given))) ?? null });
    } catch (error) {
      return JSON.stringify({ failed: String(error) });
    }
  }

  /** In a page: asks whom it came from, until that is gone. */
  async function serve() {
    for (;;) {
      const asked = await fetch("/asked");
      await fetch("/answer", { method: "POST", body: await answer(await asked.text()) });
    }
  }

  if (typeof document === "undefined") {
    const lines = require("node:readline").createInterface({ input: process.stdin });
    lines.on("line", async (line) => console.log(await answer(line)));
  } else {
    serve();
  }
}
