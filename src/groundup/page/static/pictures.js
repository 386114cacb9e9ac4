"use strict";
// 28×28 numbers as pictures: ink from paper to pen, or below and above zero as orange and blue.
// Orange and blue differ in lightness of hue for every kind of colour vision.
{
  const SIDE = 28;

  const colours = new Map(); // those of light or dark
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => colours.clear());

  /** The three numbers of a colour in the style sheet, by its name there. */
  function colour(name) {
    if (!colours.has(name)) colours.set(name, looked(name));
    return colours.get(name);
  }

  function looked(name) {
    const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  }

  /** Paints width × height values: `mix(value)` gives the name of a colour and how much of it, 0–1. */
  function paint(canvas, values, mix, width = SIDE, height = SIDE) {
    Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    const paper = colour("--paper");
    const known = {};
    values.forEach((value, i) => {
      const [name, share] = mix(value);
      const ink = (known[name] ??= colour(name));
      for (let c = 0; c < 3; c++) {
        image.data[4 * i + c] = Math.round(paper[c] + share * (ink[c] - paper[c]));
      }
      image.data[4 * i + 3] = 255;
    });
    context.putImageData(image, 0, 0);
  }

  /** Bytes, 0 paper to 255 ink. */
  function ink(canvas, bytes) {
    paint(canvas, bytes, (value) => ["--ink", value / 255]);
  }

  /** Numbers around zero, the largest of which (or `scale`) is the full colour. */
  function diverging(canvas, values, scale = largest(values), width = SIDE, height = SIDE) {
    const mix = (value) => [value < 0 ? "--against" : "--for", Math.min(1, Math.abs(value) / (scale || 1))];
    paint(canvas, values, mix, width, height);
  }

  function largest(values) {
    return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  }

  groundup.pictures = { ink, diverging, largest };
}
