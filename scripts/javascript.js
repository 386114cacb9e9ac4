"use strict";
// For javascript.py: arrays to JSON and back, as { "Float32Array": their bytes in base64 }.
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

  /** What the function gives for what it is given, as text. */
  globalThis.answer = async (run, given) => {
    try {
      return JSON.stringify({ answer: toJson(await run(fromJson(given))) });
    } catch (error) {
      return JSON.stringify({ failed: `${error}\n${error.stack}` });
    }
  };
}
