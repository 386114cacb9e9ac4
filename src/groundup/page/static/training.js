"use strict";
// The training, as the page knows it: it goes on in a worker (trainer.js, session.js), which this tells what
// to do, and what that shows comes to whoever listens. `groundup.training.state` is what there is to see.
{
  const { find, settings, words } = groundup;
  const PARTS = ["task", "kernel", "decode", "hashes", "randomness", "digits", "initialisation", "learner", "measures", "session", "trainer"];

  const state = {
    running: false, diverged: false, live: false, own: false, speed: null, rate: null, at: 0,
    how: settings.DEFAULT, eta: settings.DEFAULT.eta, events: [], epochs: 0,
    points: [], network: null, judged: null, layers: null, batch: null,
    id: null, name: "", // of the run: see runs.js
    waiting: false, // whether the worker has still to answer
    problem: "", // why there is no training
  };
  const listeners = [];
  const leaving = [];
  let worker = null;
  let run = 0; // how many have begun
  let sent = 0; // commands
  let begun = null; // {run, how, more, resolve}, until its first look

  function tell() {
    for (const listener of listeners) listener(state);
  }

  /** Makes the worker, once: when somebody wants to train. */
  function prepare() {
    if (worker) return;
    worker = groundup.worker(PARTS);
    worker.onmessage = ({ data }) => HEARD[data.kind](data);
    worker.onerror = ({ message }) => HEARD.failed({ message });
    worker.postMessage({ kind: "open", wasm: find("kernel").textContent, text: find("digits").textContent, held: groundup.carried.digits });
    document.addEventListener("visibilitychange", hide);
    hide();
  }

  const hide = () => worker.postMessage({ kind: "hide", hidden: document.hidden });

  /** Tells the worker something that it answers by a look. */
  function send(kind, more = {}) {
    state.waiting = true;
    worker.postMessage({ kind, command: ++sent, ...more });
  }

  /** A run of these settings, at rest: from chance and its beginning, where nothing else is said. Fulfilled
   * when it is there. more: what session.js takes, and {id, name}. */
  function begin(how, { id = null, name = "", ...more } = {}) {
    if (state.network) for (const listener of leaving) listener(state);
    prepare();
    state.running = false;
    begun?.resolve();
    return new Promise((resolve) => {
      begun = { run: ++run, how, more, id, name, resolve };
      send("begin", { run, how, more });
    });
  }

  const HEARD = {
    look({ run: of, heard, running, rate, eta, from, points, kind, ...seen }) {
      requestAnimationFrame(() => worker.postMessage({ kind: "taken" }));
      if (of !== run) return;
      if (begun) start();
      Object.assign(state, seen, { waiting: heard !== sent });
      state.points.splice(from, Infinity, ...points);
      if (!state.waiting) Object.assign(state, { running, rate, eta }); // what was said since counts
      if (state.live) answer();
      tell();
    },
    failed({ message }) {
      Object.assign(state, { problem: words("training.failed", { problem: message }), running: false });
      tell();
    },
  };

  /** The run that was asked for is there: from now on the state is of it. */
  function start() {
    const { how, more: { epochs = 0, own = false }, id, name, resolve } = begun;
    Object.assign(state, { how, epochs, own, id, name, points: [], problem: "" });
    begun = null;
    resolve();
  }

  /** It is this network that reads what is drawn. */
  function answer() {
    if (!state.network) return; // it does as soon as it is there
    groundup.setNetwork({ ...state.network, recogniser: groundup.recogniser(state.network) });
    find("about").textContent = words("network.learns", { sizes: state.network.sizes.join("-") });
  }

  function go(asked) {
    if (state.diverged || !worker) return;
    Object.assign(state, { live: true, running: true });
    send("go", asked);
    tell();
  }

  function pause() {
    state.running = false;
    if (worker) send("pause");
  }

  groundup.training = {
    state, begin, tell,
    /** Calls back with the state whenever there is news. */
    listen: (listener) => listeners.push(listener),
    /** Calls back with the state of a run that another is going to follow. */
    onLeaving: (listener) => leaving.push(listener),
    /** Whether the network that answers is one of chance, which has learned nothing yet. */
    fresh: () => state.live && !state.running && !state.own && state.at === 0,
    /** From now on it is this network that reads what is drawn. */
    take() {
      state.live = true;
      answer();
      tell();
    },
    /** Goes on for so many digits. */
    go: (count = Infinity) => go({ count }),
    /** To the end of the epoch that it is in, or of the next. */
    epoch: () => go({ epoch: true }),
    pause() {
      pause();
      tell();
    },
    /** A step from one batch, or from one digit alone. */
    step(one) {
      if (state.running || state.diverged || !worker) return;
      state.live = true;
      send("step", { one });
    },
    setEta(eta) {
      state.eta = eta;
      if (worker) send("rate", { eta });
      tell();
    },
    setSpeed(speed) {
      state.speed = speed;
      if (worker) send("pace", { speed });
      tell();
    },
    /** Has the page's own network answer again. */
    leave() {
      pause();
      state.live = false;
      groundup.setNetwork({ ...groundup.decode.network(groundup.carried.network), recogniser: groundup.recogniser(groundup.carried.network) });
      find("about").textContent = groundup.carried.about;
      tell();
    },
  };
}
