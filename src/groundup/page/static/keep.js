"use strict";
// A run is kept in this browser, saved as a file, opened from one, and said by a link.
{
  const { decode, make, models, settings, store, training, words } = groundup;
  const KEEP = 4000; // milliseconds from one keeping to the next
  const { state } = training;
  const said = make("p", { className: "quiet", role: "status" });
  const file = make("input", { type: "file", accept: ".safetensors", hidden: true, aria: { label: words("keep.file") } });
  const button = (textContent, act) => {
    const element = make("button", { type: "button", textContent });
    element.addEventListener("click", act);
    return element;
  };
  const copy = button(words("keep.copy"), copyLink);
  const element = make("div", { className: "train-kept" },
    make("div", { className: "tools" }, button(words("keep.save"), save), button(words("copy.button"), saveCopy), button(words("keep.open"), () => file.click()), copy, button(words("keep.leave"), training.leave), file), said);

  /** Gives the reader a file. */
  function give(name, bytes) {
    const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  /** What was learned in whole epochs, as a model file records it. */
  function history() {
    const { how, eta, points, epochs } = state;
    return points.filter(({ at }) => at > 0 && Number.isInteger(at)).map(({ at, train, validation }) => ({
      epoch: epochs + at, cost: train.cost, validation_cost: validation.cost, validation_accuracy: validation.accuracy,
      seconds: 0, samples: how.digits, eta,
    }));
  }

  const bytes = () => models.write(state.network, history());

  function save() {
    give("groundup.safetensors", bytes());
    said.textContent = words("keep.saved");
  }

  /** Saves this page with the network in it. */
  function saveCopy() {
    try {
      give("groundup.html", new TextEncoder().encode(groundup.copy.page(state.network)));
      said.textContent = words("copy.said");
    } catch (error) {
      said.textContent = error.message;
    }
  }

  /** Trains on what a file holds. */
  async function open(content, name) {
    try {
      const { history: records, ...network } = models.read(content);
      const { sizes, activations, cost } = network;
      if (sizes[0] !== 784 || sizes.at(-1) !== 10) throw new Error(words("keep.sizes", { sizes: sizes.join("-") }));
      const how = { ...settings.DEFAULT, hidden: sizes.slice(1, -1), activation: activations[0], output: activations.at(-1), cost };
      how.eta = settings.usualEta(how);
      await training.begin(how, { network, epochs: records.length });
      training.take();
      said.textContent = words("keep.opened", { name });
    } catch (error) {
      said.textContent = words("keep.refused", { name, problem: error.message });
    }
  }
  file.addEventListener("change", async () => {
    const [one] = file.files;
    if (one) await open(new Uint8Array(await one.arrayBuffer()), one.name);
    file.value = "";
  });

  const link = () => `${location.href.split("#")[0]}#${settings.toFragment(state.how, state.events)}`;

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(link());
      said.textContent = words("keep.copied");
    } catch {
      said.textContent = link();
    }
  }

  // Kept over a reload

  const written = (arrays) => arrays.map((array) => decode.base64(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)));
  const read = (texts) => texts.map((text) => new Float32Array(decode.bytes(text).buffer));

  let last = null; // the network that was kept
  function keep() {
    const { how, events, at, epochs, points, live, speed, own, network } = state;
    if (!network || (network === last && live)) return;
    last = network;
    const { w, b, ...about } = network;
    const whole = { how, events, at, epochs, points, live, speed, own, network: { ...about, w: written(w), b: written(b) } };
    if (!store.put("run", live ? whole : null)) said.textContent = words("keep.room");
  }

  async function restore() {
    const kept = store.get("run");
    if (!kept) return false;
    const { w, b, ...about } = kept.network;
    const network = { ...about, w: read(w), b: read(b) };
    await training.begin(kept.how, { ...kept, network });
    Object.assign(state, { speed: kept.speed, own: kept.own });
    if (state.own || state.at) training.take(); // one that has learned nothing waits for the Train tab
    return true;
  }

  /** The run that the address says. False for none. */
  async function follow() {
    const wanted = settings.fromFragment(location.hash.slice(1));
    if (!wanted) return false;
    await training.begin(wanted.how, { events: wanted.events });
    training.take();
    return true;
  }

  let due = 0;
  training.listen(({ running, live }) => {
    if (running && live && performance.now() < due) return;
    due = performance.now() + KEEP;
    keep();
  });
  window.addEventListener("pagehide", keep);

  groundup.keep = { element, follow, restore, bytes, open, link };
}
