"use strict";
// What those scripts of the drawing page that run here, too, expect of theirs.
window.groundup = {
  /** What python.js carries by this name. */
  find: (name) => document.querySelector(`script[data-name="${name}"]`),

  /** An element with these properties (and `aria` attributes) and children. */
  make(tag, { aria = {}, ...properties } = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
    element.append(...children);
    return element;
  },

  fail() {}, // whoever asks is told
};
