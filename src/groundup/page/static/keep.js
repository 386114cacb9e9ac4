"use strict";
// A network is saved as a file, in a page of its own, and opened from a file.
{
  const { make, models, settings, training, words } = groundup;
  const { state } = training;
  const said = make("p", { className: "quiet", role: "status" });
  const file = make("input", { type: "file", accept: ".safetensors", hidden: true, aria: { label: words("keep.file") } });
  const button = (textContent, act) => {
    const element = make("button", { type: "button", textContent });
    element.addEventListener("click", act);
    return element;
  };
  const element = make("div", { className: "train-kept" },
    make("div", { className: "tools" }, button(words("keep.save"), save), button(words("copy.button"), saveCopy), button(words("keep.open"), () => file.click()), file), said);

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
      await training.begin(how, { network, epochs: records.length, own: true, name });
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

  groundup.keep = { element, bytes, open };
}
