"use strict";
// A neuron looked into: its sum written out, its strongest connections, another bias, or none of it, and
// what becomes of the answer.
{
  const { backward, formulas, layers, make, pictures, words } = groundup;
  const MOST = 3; // connections of a sign
  const REACH = 10; // how far the bias can be moved
  const number = (value) => formulas.plain(value);
  const title = make("h3", {});
  const found = make("canvas", { role: "img", aria: { label: words("neuron.found") } });
  const sum = make("ul", { className: "neuron-sum" });
  const connections = make("ul", { className: "neuron-sum" });
  const bias = make("input", { type: "range", step: 0.05 });
  const biasSaid = make("output", {});
  const off = make("input", { type: "checkbox" });
  const said = make("p", { className: "neuron-said", role: "status" });
  const bars = groundup.twoBars();
  const anew = make("button", { type: "button", textContent: words("neuron.reset") });
  const element = make("section", { className: "neuron", hidden: true, aria: { label: words("neuron.label") } },
    title,
    make("div", { className: "neuron-parts" },
      make("figure", {}, found, make("figcaption", { textContent: words("neuron.found") })),
      make("div", {}, make("h4", { textContent: words("neuron.sum") }), sum),
      make("div", {}, make("h4", { textContent: words("neuron.connections") }), connections)),
    make("label", { className: "setting" }, make("span", { textContent: words("neuron.bias") }), bias, biasSaid),
    make("div", { className: "tools" }, make("label", { className: "check" }, off, make("span", { textContent: words("neuron.off") })), anew),
    said, bars.element);
  let at = null; // [layer, neuron]

  function open(l, j) {
    at = [l, j];
    const own = groundup.network.b[l][j];
    Object.assign(bias, { min: own - REACH, max: own + REACH, value: own });
    off.checked = false;
    element.hidden = false;
    refresh();
  }

  function close() {
    at = null;
    element.hidden = true;
  }

  /** What the reader has changed: whether it is anything. */
  const changed = () => off.checked || Math.abs(Number(bias.value) - groundup.network.b[at[0]][at[1]]) > 0.04;

  function refresh() {
    if (!at || !element.getClientRects().length) return;
    const [l, j] = at;
    const { network } = groundup;
    if (l + 1 >= network.w.length || j >= network.b[l].length || layers.seeing(network, l)) return close();
    const pixels = groundup.reading?.pixels ?? new Uint8Array(784);
    const x = backward.inputs(pixels);
    const before = backward.forward(network, x);
    title.textContent = formulas.nameOf(network, l, j);
    biasSaid.textContent = number(Number(bias.value));
    showSum(network, before, l, j);
    showConnections(network, before, l, j);
    const b = network.b.map((part, layer) => (layer === l ? part.map((value, i) => (i === j && changed() ? Number(bias.value) : value)) : part));
    const after = backward.forward({ ...network, b }, x, off.checked ? { l, j } : null);
    tell(before.a.at(-1), after.a.at(-1), before.a[l + 1][j], after.a[l + 1][j]);
  }

  /** z, written out: what excites it, what inhibits it, the bias; and what it looks at, as a picture. */
  function showSum(network, { z, a }, l, j) {
    const inputs = network.sizes[l];
    const terms = Array.from(a[l], (value, k) => value * network.w[l][j * inputs + k]);
    const total = (sign) => terms.filter((term) => term * sign > 0).reduce((one, other) => one + other, 0);
    const item = (name, values) => make("li", { textContent: words(`neuron.${name}`, values) });
    found.parentElement.hidden = l > 0;
    if (l === 0) pictures.diverging(found, terms);
    const strongest = [...terms.keys()].sort((one, other) => Math.abs(terms[other]) - Math.abs(terms[one])).slice(0, MOST).filter((k) => terms[k]);
    sum.replaceChildren(
      item("excites", { value: number(total(1)) }),
      item("inhibits", { value: number(total(-1)) }),
      ...(l > 0 ? strongest.map((k) => termOf(network, l, k, { w: number(network.w[l][j * inputs + k]), a: number(a[l][k]), value: number(terms[k]) })) : []),
      item("itsBias", { value: number(network.b[l][j]) }),
      item("total", { value: number(z[l][j]) }),
      item("activation", { f: network.activations[l], z: number(z[l][j]), value: number(a[l + 1][j]) }));
  }

  /** What comes from number k below: a neuron's, or what a filter found at a place. */
  function termOf(network, l, k, values) {
    const { count, pooled } = layers.seeing(network, l - 1) ?? {};
    const place = Math.floor(k / count);
    const [name, at] = count
      ? ["termOfFilter", { filter: (k % count) + 1, row: Math.floor(place / pooled) + 1, column: (place % pooled) + 1 }]
      : ["term", { neuron: k + 1 }];
    return make("li", { textContent: words(`neuron.${name}`, { ...values, ...at }) });
  }

  /** The strongest ways on, for and against. */
  function showConnections(network, before, l, j) {
    const count = network.sizes[l + 1];
    const last = l + 2 === network.w.length;
    const ways = Array.from({ length: network.sizes[l + 2] }, (_, k) => ({ k, w: network.w[l + 1][k * count + j] }));
    ways.sort((one, other) => other.w - one.w);
    const some = [...ways.slice(0, MOST), ...ways.slice(-MOST)].filter((one, i, all) => all.indexOf(one) === i);
    connections.replaceChildren(...some.map(({ k, w }) =>
      make("li", { className: w < 0 ? "against" : "for", textContent: words(last ? "neuron.toDigit" : "neuron.toNeuron", { to: last ? k : k + 1, value: number(w) }) })));
  }

  function tell(before, after, was, is) {
    const best = (outputs) => outputs.indexOf(Math.max(...outputs));
    const sureness = (outputs) => groundup.answer.inWords(outputs[best(outputs)]);
    bars.show(before, changed() ? after : null, best(after));
    const values = { before: best(before), after: best(after), sure: sureness(before), then: sureness(after), was: number(was), is: number(is) };
    const stays = values.sure === values.then ? "hardly" : "stays";
    const kind = !groundup.reading?.pixels ? "empty" : !changed() ? "same" : values.before === values.after ? stays : "becomes";
    said.textContent = words(`neuron.${kind}`, values);
  }

  bias.addEventListener("input", refresh);
  off.addEventListener("change", refresh);
  anew.addEventListener("click", () => open(...at));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);

  groundup.onReading(refresh);
  groundup.neuron = { element, open, close, refresh };
}
