"use strict";
// Parts of pictures that are made of shapes (SVG), and of what is said beside them: numbers, marks, motion.
{
  const MARK = "\u0001"; // stands in no text

  /** An SVG element with these attributes and children. */
  groundup.shape = (tag, attributes = {}, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** The text of this name as pieces to append, with `values`, texts or elements, where it has {names}. */
  groundup.phrase = (name, values = {}) => {
    const places = Object.fromEntries(Object.keys(values).map((each) => [each, `${MARK}${each}${MARK}`]));
    return groundup.words(name, places).split(MARK).map((part, i) => (i % 2 ? values[part] : part));
  };

  /** A number with so many decimal places, and a minus as one writes it. */
  groundup.fixed = (value, places = 2) => {
    const text = Math.abs(value).toFixed(places);
    return value < 0 && Number(text) ? `−${text}` : text;
  };

  /** The same with a plus, too, but that 0 has no sign. */
  groundup.signed = (value, places = 2) => {
    const text = groundup.fixed(value, places);
    return value > 0 && Number(text) ? `+${text}` : text;
  };

  /** A number for people: three digits of it. */
  groundup.number = (value) => {
    if (value === 0 || Object.is(value, -0)) return "0";
    const size = Math.abs(value);
    const text = size >= 1000 || size < 0.0005 ? size.toExponential(1).replace("e-", " · 10⁻").replace("e+", " · 10^") : Number(size.toPrecision(3)).toString();
    const powers = text.replace(/10⁻(\d+)/, (_, digits) => `10⁻${[...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`);
    return (value < 0 ? "−" : "") + powers;
  };

  /** The number that is marked in text, Python and picture alike. */
  groundup.marked = (text) => groundup.make("mark", { textContent: text });

  /** Calls `draw(share)` with shares from 0 to 1, a frame each, then `done()`; at once with 1 where the
   * reader wants no motion. A function that ends it. */
  groundup.glide = (milliseconds, draw, done = () => {}) => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const began = performance.now();
    let ended = false;
    const frame = (now) => {
      if (ended) return;
      const share = still ? 1 : Math.min(1, Math.max(0, (now - began) / milliseconds));
      draw(1 - (1 - share) ** 3);
      if (share < 1) requestAnimationFrame(frame);
      else done();
    };
    frame(began);
    return () => (ended = true);
  };
}
