"use strict";
// Workers: what takes long runs beside the page, which stays awake and can end it. A worker is made of texts
// that the page holds already, as one blob: under the page's policy it can load nothing else, nor reach
// anything outside.
{
  const FIRST = '"use strict";\nself.groundup = {};';
  const KEPT = 60_000; // milliseconds until a blob's address is taken back

  /** A script of the page, or one for workers alone, by its name. */
  const script = (name) => document.querySelector(`script[data-name="${name}"]`).textContent;

  /** A Worker of these scripts, in this order, and then of these texts. They find an empty `groundup`; what
   * they are to know beyond that comes by messages. */
  groundup.worker = (names, more = []) => {
    const parts = [FIRST, ...names.map(script), ...more].map((part) => `${part}\n`);
    const url = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
    setTimeout(() => URL.revokeObjectURL(url), KEPT);
    return new Worker(url);
  };
}
