"use strict";
// Puts the parts together: what the buttons and keys of the Draw view do, and how the page starts.
//
// `groundup.setNetwork({sizes, activations, w, b, recogniser})` has another network answer from
// now on: w[l] a Float32Array of (n_out × n_in), a row after the other, b[l] one of (n_out);
// `recogniser`, the text for its activations, where they are not those of the network before.
// `groundup.ready` is a promise, fulfilled when the page has checked itself and answers.
{
  const { corrections, decode, editor, find, ink, layers, python, read, store } = groundup;
  let working = false; // whether the self-check is passed

  ink.listen((strokes, kind) => {
    if (kind === "clear" || kind === "load") read.leave();
    if (kind === "drawn") return read.soon();
    store.put("drawing", strokes.length ? strokes : null);
    read.now();
  });

  /** Runs the reader's text, and reads with it. */
  function runCode() {
    if (!working) return;
    editor.run();
    read.now();
  }

  find("undo").addEventListener("click", ink.undo);
  find("clear").addEventListener("click", ink.clear);
  find("run").addEventListener("click", runCode);
  find("stop").addEventListener("click", python.stop);
  find("reset-code").addEventListener("click", () => {
    editor.reset();
    runCode();
  });
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("textarea, input");
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "Enter") runCode();
    else if (command && !event.shiftKey && event.key.toLowerCase() === "z" && !writing) ink.undo();
    else if (event.key === "Escape" && !writing) ink.clear();
    else return;
    event.preventDefault();
  });
  if (matchMedia("(max-width: 699px)").matches) {
    for (const part of document.querySelectorAll("#draw details:not(.more)")) part.open = false;
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    read.soon();
    corrections.show();
  });

  function use(network) {
    groundup.network = network;
    python.take(network);
  }

  groundup.setNetwork = async (network) => {
    await groundup.ready;
    use(network);
    if (network.recogniser && network.recogniser !== python.original) {
      editor.replace(network.recogniser);
      if (!python.refused) editor.run();
    }
    read.soon(); // not said aloud: it may learn, and be another in a moment
  };

  async function start() {
    await python.start();
    use(decode.network(groundup.carried.network));
    find("about").textContent = groundup.carried.about = layers.about(groundup.carried.network);
    const problem = await groundup.selfCheck();
    if (problem) throw new Error(problem);
    working = true;
    read.begin();
    editor.start();
    if (ink.sound(store.get("drawing"))) ink.load(store.get("drawing"));
    else read.now();
    document.documentElement.dataset.ready = Math.round(performance.now());
  }

  groundup.ready = new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => start().then(resolve, groundup.fail)));
  });
}
