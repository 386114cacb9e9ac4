"use strict";
// A training in this page: it learns in slices, between which the page lives, and tells whoever
// listens. `groundup.training.state` is what there is to see.
{
  const { Learner, diagnosis, digits, find, measures, settings, words } = groundup;
  const SLICE = 12; // milliseconds of learning between two turns of the page
  const LOOKS = 150; // milliseconds from one look at the network to the next, at least
  const LOOKING = 4; // times what a look takes
  const SLOW = 25; // batches a second, at which every batch is shown
  const MOST_EPOCHS = 1000;

  const state = {
    running: false, diverged: false, live: false, own: false, speed: null, rate: null, at: 0,
    how: settings.DEFAULT, eta: settings.DEFAULT.eta, events: [], epochs: 0,
    points: [], network: null, judged: null, layers: null, batch: null,
  };
  const listeners = [];
  let kernel, data, validation; // from `prepare` on
  let learner = null;
  let goal = Infinity; // digits at which it rests
  let checks = []; // digits after which a point is measured
  let lookNext = 0;
  let looping = false;

  function tell() {
    for (const listener of listeners) listener(state);
  }

  let preparing = null;
  /** Gets the kernel and the digits, once: when somebody wants to train. */
  const prepare = () =>
    (preparing ??= (async () => {
      kernel = await GroundupKernel.open(await digits.inflated(find("kernel").textContent));
      const { train, validation: others } = await digits.load();
      data = { x: kernel.keep(train.x), y: train.y, pixels: train.x };
      validation = { x: kernel.keep(others.x), y: others.y, pixels: others.x };
    })());

  /** A run of these settings, at rest: from chance and its beginning, where nothing else is said. */
  async function begin(how, { events = [], network, epochs = 0, at = 0, points = [] } = {}) {
    state.running = false;
    await prepare();
    learner = new Learner(kernel, data, how, { events, network, epochs });
    learner.skip(at);
    Object.assign(state, { how, events, points, epochs, own: Boolean(network && !at), diverged: false, rate: null, batch: null });
    checks = planned(how.digits).filter((check) => check > at);
    if (!points.length) measure();
    look();
  }

  /** After how many digits a point is measured within epochs: often at first. */
  function planned(samples) {
    const found = [];
    for (let check = 100; check < samples; check *= 1.5) found.push(Math.floor(check));
    for (let quarter = 5; quarter < 12; quarter++) if (quarter % 4) found.push(Math.floor((quarter * samples) / 4));
    return found;
  }

  function measure() {
    const point = measures.point(learner, validation);
    if (!Number.isFinite(point.train.cost + point.validation.cost)) return;
    if (state.points.at(-1)?.at === point.at) state.points.pop();
    state.points.push(point);
  }

  /** Shows the network as it is. */
  function look() {
    const began = performance.now();
    const { w, b, ...about } = learner.network;
    Object.assign(state, {
      at: learner.at,
      eta: learner.eta,
      network: { ...about, w: w.map((array) => array.slice()), b: b.map((array) => array.slice()) },
      judged: measures.judged(learner, validation),
      layers: measures.layers(learner, validation),
    });
    if (state.live) answer();
    tell();
    const now = performance.now();
    lookNext = now + Math.max(LOOKS, LOOKING * (now - began));
  }

  /** It is this network that reads what is drawn. */
  function answer() {
    groundup.setNetwork({ ...state.network, recogniser: groundup.recogniser(state.network) });
    find("about").textContent = words("network.learns", { sizes: state.network.sizes.join("-") });
  }

  /** Takes steps with `step`, and takes them back where they lead to no numbers. The digits. */
  function learn(step) {
    const { at, epoch, network } = learner;
    const before = [...network.w, ...network.b].map((array) => array.slice());
    const cost = step();
    const arrays = [...network.w, ...network.b];
    if (diagnosis.exploded(cost, state.points[0]?.train.cost) || !arrays.every((array) => array.every(Number.isFinite))) {
      arrays.forEach((array, i) => array.set(before[i]));
      Object.assign(state, { diverged: true, running: false });
    }
    const passed = checks.filter((check) => check <= learner.at).length;
    checks.splice(0, passed);
    if (passed || learner.epoch > epoch) measure();
    state.batch = learner.latest;
    return learner.at - at;
  }

  /** Learns until it is told to rest, or comes to its goal. */
  async function run() {
    if (looping) return;
    looping = true;
    const paced = pace();
    while (state.running && !state.diverged) {
      const batches = await paced.next();
      if (!state.running) break;
      const left = Math.ceil((goal - learner.at) / state.how.batch);
      state.rate = paced.done(learn(() => learner.learn(Math.min(batches, left))));
      if (learner.at >= goal || learner.epoch >= MOST_EPOCHS) state.running = false;
      if (performance.now() >= lookNext || (state.speed && state.speed <= SLOW)) look();
    }
    looping = false;
    Object.assign(state, { running: false, rate: null });
    look();
  }

  /** How many batches come next, and when: as many as a slice has time for, or slow motion. */
  function pace() {
    let batches = 1;
    let began = performance.now();
    let due = began;
    const recent = []; // [milliseconds, digits]
    return {
      async next() {
        await turn();
        if (state.speed) {
          due = Math.max(due + 1000 / state.speed, performance.now() - 100);
          await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
        }
        began = performance.now();
        return state.speed ? 1 : batches;
      },
      /** Digits a second, over the last one. */
      done(count) {
        const now = performance.now();
        batches = Math.max(1, Math.min(2 * batches, Math.floor((batches * SLICE) / Math.max(now - began, 0.1))));
        recent.push([now, count]);
        while (now - recent[0][0] > 1000) recent.shift();
        const learned = recent.slice(1).reduce((sum, [, digits]) => sum + digits, 0);
        return recent.length > 1 ? (1000 * learned) / (now - recent[0][0]) : null;
      },
    };
  }

  const channel = new MessageChannel();
  const turns = [];
  channel.port1.onmessage = () => turns.shift()();
  /** The page's turn; where nobody sees it, until somebody does. */
  async function turn() {
    if (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
    await new Promise((resolve) => {
      turns.push(resolve);
      channel.port2.postMessage(null);
    });
  }

  /** Goes on for so many digits, in slices. */
  function go(count = Infinity) {
    if (state.diverged) return;
    goal = learner.at + count;
    state.live = true;
    if (state.running) return;
    state.running = true;
    run();
    tell();
  }

  groundup.training = {
    state, begin, prepare, go,
    /** Calls back with the state whenever there is news. */
    listen: (listener) => listeners.push(listener),
    /** Whether the network that answers is one of chance, which has learned nothing yet. */
    fresh: () => state.live && !state.running && !state.own && state.at === 0,
    /** From now on it is this network that reads what is drawn. */
    take() {
      state.live = true;
      answer();
      tell();
    },
    pause() {
      state.running = false;
      tell();
    },
    /** To the end of the epoch that it is in, or of the next. */
    epoch: () => go(state.how.digits - (learner.at % state.how.digits)),
    /** A step from one batch, or from one digit alone. */
    step(one) {
      if (state.running || state.diverged) return;
      state.live = true;
      learn(() => (one ? learner.one() : learner.learn(1)));
      measure();
      look();
    },
    setEta(eta) {
      learner.change(eta);
      state.eta = eta;
      tell();
    },
    setSpeed(speed) {
      state.speed = speed;
      tell();
    },
    /** The digits of the batch that it has just learned from: {pixels, label}. */
    batch: () => [...(state.batch ?? [])].slice(-10).map((row) => ({ pixels: data.pixels.subarray(784 * row, 784 * row + 784), label: data.y[row] })),
    /** Has the page's own network answer again. */
    leave() {
      Object.assign(state, { running: false, live: false });
      groundup.setNetwork({ ...groundup.decode.network(groundup.carried.network), recogniser: groundup.recogniser(groundup.carried.network) });
      find("about").textContent = groundup.carried.about;
      tell();
    },
  };
}
