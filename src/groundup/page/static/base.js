"use strict";
// The one name that the page's scripts share, what the page carries, and how elements are made.
window.groundup = {
  carried: JSON.parse(document.getElementById("carried").textContent),

  /** What is on the page before any script has changed it, and its <html> and <head>. */
  root: document.documentElement.cloneNode().outerHTML.replace("</html>", ""),
  head: document.head.outerHTML,
  markup: [...document.body.children].filter(({ tagName }) => tagName !== "SCRIPT").map(({ outerHTML }) => outerHTML).join("\n"),

  find: (id) => document.getElementById(id),

  /** An element with these properties (and `data` attributes, `aria` attributes) and children. */
  make(tag, { data = {}, aria = {}, ...properties } = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    Object.assign(element.dataset, data);
    for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
    element.append(...children);
    return element;
  },

  /** Something is not as it should be: the page says so, and gives no answers any more. */
  fail(problem) {
    if (groundup.failed) return;
    groundup.failed = true;
    const warning = document.getElementById("warning");
    warning.className = "failed";
    document.documentElement.dataset.failed = "";
    document.getElementById("answer").textContent = "";
    document.getElementById("sentence").textContent = "";
    warning.textContent = groundup.words("fails.page", { problem: problem?.message ?? problem });
  },
};

// What fails before the page is ready has failed for good.
window.addEventListener("error", ({ message }) => {
  if (!("ready" in document.documentElement.dataset)) groundup.fail(message);
});

// A script that is not as it was made is not run (see the policy): then something is missing here.
document.addEventListener("DOMContentLoaded", () => {
  const parts = [
    "words", "store", "worker", "decode", "unsqueeze", "language", "preprocess", "recogniser", "Sandbox", "python", "trace", "ink", "pictures", "verdict", "reasons",
    "answer", "why", "living", "shelf", "corrections", "editor", "selfCheck", "read", "hashes", "randomness",
    "digits", "initialisation", "settings", "advice", "codes", "Learner", "measures", "diagnosis", "models",
    "training", "findings", "records", "runs", "chart", "ready", "sharing", "rack",
    "tabs", "backward", "door", "own", "judge", "practice", "neuron", "inside", "copy", "address",
  ];
  const missing = parts.filter((name) => !groundup[name]);
  if (missing.length) groundup.fail(groundup.words("fails.lost", { parts: missing.join(", ") }));
});
