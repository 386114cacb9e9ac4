"use strict";
// The line to the local server: what its training shows comes in as events, commands go out. A
// connection that breaks is made again, and then gets all of it; the training does not notice.
{
  const { find } = groundup;
  const OFTEN = 200; // milliseconds between two fetches of the network, at least
  const token = new URLSearchParams(location.search).get("token") ?? "";
  window.groundupServer.token = token;

  const state = { run: null, points: [], wrong: null, weights: 0, network: null, connection: "new" };
  const listeners = [];
  let telling = false;
  let fetching = false;

  /** Calls the listeners at the next frame. (Frames wait where the tab is hidden: so do we.) */
  function tell() {
    if (telling) return;
    telling = true;
    requestAnimationFrame(() => {
      telling = false;
      for (const listener of listeners) listener(state);
    });
  }

  function take({ version, known, points, ...parts }) {
    Object.assign(state, parts);
    if (state.points.length !== known) state.points = state.points.slice(0, known);
    for (const [at, cost, accuracy] of points) state.points.push({ at, cost, accuracy });
    state.connection = "open";
    tell();
    fetchNetwork();
  }

  const link = (path) => `${path}?token=${encodeURIComponent(token)}`;
  let events = null;

  /** Listens, while somebody looks: a browser has few connections to a server for all its tabs. */
  function listen() {
    events?.close();
    if (document.hidden) return;
    const source = (events = new EventSource(link("/events")));
    source.onmessage = ({ data }) => take(JSON.parse(data));
    source.onerror = () => {
      state.connection = source.readyState === EventSource.CLOSED ? "refused" : "lost";
      tell();
    };
  }

  document.addEventListener("visibilitychange", listen);
  listen();

  /** Fetches the network where there is a newer one; one fetch at a time. */
  async function fetchNetwork() {
    if (fetching || state.weights <= (state.network?.number ?? 0)) return;
    fetching = true;
    const began = performance.now();
    await new Promise(requestAnimationFrame);
    try {
      state.network = await network();
    } catch {
      fetching = false; // the connection is lost; the next event tries again
      return;
    }
    if (state.run.live) use(state.network);
    tell();
    setTimeout(() => {
      fetching = false;
      fetchNetwork();
    }, Math.max(OFTEN, 3 * (performance.now() - began)));
  }

  /** From now on it is the one that learns which reads what is drawn. */
  function use(network) {
    groundup.setNetwork(network);
    find("about").textContent = `The network: ${network.sizes.join("-")}, as it learns.`;
  }

  /** {sizes, activations, w, b, number, recogniser}, as `groundup.setNetwork` takes it. */
  async function network() {
    const response = await ask("/weights");
    const about = JSON.parse(response.headers.get("X-Network"));
    const numbers = new Float32Array(await response.arrayBuffer());
    const w = [];
    const b = [];
    let start = 0;
    const part = (count) => numbers.subarray(start, (start += count));
    for (let l = 0; l + 1 < about.sizes.length; l++) {
      w.push(part(about.sizes[l] * about.sizes[l + 1]));
      b.push(part(about.sizes[l + 1]));
    }
    return { ...about, w, b };
  }

  /** Throws an Error in the server's words where it refuses. */
  async function ask(path, how = {}) {
    const headers = { ...how.headers, "X-Groundup-Token": token };
    const response = await fetch(path, { ...how, headers }).catch(() => {
      throw new Error("The server does not answer.");
    });
    if (response.ok) return response;
    const text = await response.text();
    throw new Error(text.startsWith("{") ? JSON.parse(text).error : text.trim());
  }

  groundup.live = {
    state,
    /** Calls back with {run, points, wrong, network, connection} whenever there is news. */
    listen(listener) {
      listeners.push(listener);
      tell();
    },
    link,
    command(command, value) {
      const body = JSON.stringify(value === undefined ? { command } : { command, value });
      return ask("/control", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    },
    /** Has the server save the network; the name that it gave it. */
    async save() {
      return (await (await ask("/save", { method: "POST" })).json()).saved;
    },
  };
}
