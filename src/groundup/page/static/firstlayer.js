"use strict";
// What the first layer looks for: the weights of its neurons as pictures, with those marked that are dead.
{
  const { counted, make, pictures, words } = groundup;
  const MOST = 30; // pictures
  const neurons = make("div", { className: "train-neurons" });
  const said = make("p", { className: "quiet" });
  const keys = make("span", { className: "keys" },
    make("span", { className: "key for", textContent: words("train.excites") }),
    make("span", { className: "key against", textContent: words("train.inhibits") }));

  /** dead: the neurons that are, by their numbers. */
  function show({ sizes: [inputs, count], w: [weights] }, { dead }) {
    const many = Math.min(count, MOST);
    while (neurons.children.length > many) neurons.lastChild.remove();
    while (neurons.children.length < many) neurons.append(make("canvas", { aria: { hidden: "true" } }));
    [...neurons.children].forEach((canvas, j) => {
      pictures.diverging(canvas, weights.subarray(j * inputs, (j + 1) * inputs));
      canvas.classList.toggle("dead", dead.includes(j));
    });
    const which = words(many < count ? "train.someNeurons" : "train.allNeurons", { many, count });
    const dying = dead.length ? counted("train.deadNeurons", dead.length) : "";
    neurons.setAttribute("role", "img");
    neurons.setAttribute("aria-label", [words("train.weightsLabel", { which }), dying].join(" ").trim());
    said.replaceChildren(words("train.weights", { which }), make("strong", { textContent: dying }), " ", keys);
  }

  groundup.firstlayer = { elements: [neurons, said], show };
}
