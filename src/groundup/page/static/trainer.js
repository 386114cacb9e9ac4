"use strict";
// In a worker: what the page's training (training.js) tells it to do, and what it shows of it. It learns in
// slices, so that it hears a pause, and shows itself no faster than the page takes it.
{
  const { Learner, Session, digits } = groundup;
  const SLICE = 20; // milliseconds of learning between two turns of the messages
  const LOOKS = 150; // milliseconds from one look at the network to the next, at least
  const LOOKING = 10; // times what a look takes
  const SLOW = 25; // batches a second, at which every batch is shown

  let data = null; // {kernel, train, validation}, from `open` on
  let session = null;
  let number = 0; // of the run, as the page counts them
  let heard = 0; // the page's last command
  let goal = Infinity; // digits at which it rests
  let speed = null; // batches a second; null for as many as it can
  let [running, looping, taken, hidden] = [false, false, true, false];
  let lookNext = 0;
  let rate = null;
  const turns = []; // what goes on at the next turn of the messages
  const sleeping = []; // what goes on when somebody sees the page

  const COMMANDS = {
    async open({ wasm, text, held }) {
      const kernel = await GroundupKernel.open(await digits.inflated(wasm));
      const kept = ({ x, y }) => ({ x: kernel.keep(x), y, pixels: x });
      const { train, validation } = await digits.load(text, held);
      data = { kernel, train: kept(train), validation: kept(validation) };
    },
    begin({ how, more, run }) {
      running = false;
      session = new Session(data.kernel, data, how, more);
      number = run; // where this fails, the one before is still what is shown
      look();
    },
    /** For so many digits, or to the end of the epoch that it is in, or of the next. */
    go({ count, epoch }) {
      const { at, how, diverged } = session;
      goal = at + (epoch ? how.digits - (at % how.digits) : count);
      running = !diverged;
      loop();
    },
    pause() {
      running = false;
    },
    /** From one batch, or from one digit alone. */
    step({ one }) {
      if (session.diverged) return;
      if (one) session.one();
      else session.learn(1);
      session.measure();
    },
    rate({ eta }) {
      session.learner.change(eta);
    },
    pace(asked) {
      ({ speed } = asked);
    },
    hide(asked) {
      ({ hidden } = asked);
      if (!hidden) for (const wake of sleeping.splice(0)) wake();
    },
    /** The page has shown the last look. */
    taken() {
      taken = true;
    },
  };
  const ANSWERED = ["pause", "step", "rate", "pace"]; // by a look, where it rests

  let last = Promise.resolve();
  /** Commands are done in their order. */
  self.onmessage = ({ data: { kind, command, ...more } }) => {
    last = last.then(() => {
      heard = command ?? heard;
      return COMMANDS[kind](more);
    }).then(() => {
      if (ANSWERED.includes(kind) && !looping) look();
    }).catch(({ message }) => self.postMessage({ kind: "failed", message }));
  };

  /** Learns until it is told to rest, or comes to its goal. */
  async function loop() {
    if (looping) return;
    looping = true;
    const paced = pace();
    while (running) {
      const batches = await paced.next();
      if (!running) break;
      const left = Math.ceil((goal - session.at) / session.how.batch);
      rate = paced.done(session.learn(Math.min(batches, left)));
      if (session.diverged || session.at >= goal || session.learner.epoch >= Learner.MOST_EPOCHS) running = false;
      else if (taken && (performance.now() >= lookNext || (speed && speed <= SLOW))) look();
    }
    [looping, rate] = [false, null];
    session.rest();
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
        if (speed) {
          due = Math.max(due + 1000 / speed, performance.now() - 100);
          await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
        }
        began = performance.now();
        return speed ? 1 : batches;
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
  channel.port1.onmessage = () => turns.shift()();
  async function turn() {
    if (hidden) await new Promise((resolve) => sleeping.push(resolve));
    await new Promise((resolve) => {
      turns.push(resolve);
      channel.port2.postMessage(null);
    });
  }

  /** Shows the network as it is. */
  function look() {
    const began = performance.now();
    const found = { ...session.look(), kind: "look", run: number, heard, running, rate };
    const { w, b } = found.network;
    self.postMessage(found, [...w, ...b].map(({ buffer }) => buffer));
    taken = false;
    const now = performance.now();
    lookNext = now + Math.max(LOOKS, LOOKING * (now - began));
  }
}
