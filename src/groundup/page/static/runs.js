"use strict";
// The runs that were trained here, each with a name, and which of them is in use: no link, no trial and no
// reload replaces one, nor does another tab.
{
  const { findings, records, store, training, words } = groundup;
  const KEEP = 4000; // milliseconds from one keeping to the next
  const { state } = training;
  const stamps = new Map(); // id: of what this tab has read or written last
  const listeners = [];
  const changed = () => listeners.forEach((listener) => listener());

  /** A name that no other run has. */
  function free(name) {
    const taken = records.list().filter(({ id }) => id !== state.id).map((one) => one.name);
    let found = name;
    for (let count = 2; taken.includes(found); count++) found = words("runs.again", { name, count });
    return found;
  }

  let last = ""; // what was kept
  let due = 0;
  const place = (id, at, points) => `${id} ${at} ${points?.at(-1)?.at}`; // at rest a point may come

  /** Keeps the run in use, where it has learned something since. Where another tab has gone on with the same
   * run, this becomes one of its own. */
  function keep() {
    if (!state.network || !(state.own || state.at) || place(state.id, state.at, state.points) === last) return;
    const began = performance.now();
    const known = store.get(`run ${state.id}`);
    if (!state.id || (known && known.stamp !== stamps.get(state.id))) state.id = records.chance();
    state.name = free(state.name);
    last = place(state.id, state.at, state.points);
    const { id, name, how, events, at, epochs, own, points, network } = state;
    const stamp = records.chance();
    stamps.set(id, stamp);
    const record = { id, name, when: Date.now(), stamp, how, events, at, epochs, own, points: [...points], kind: findings.now?.kind ?? "", sizes: network.sizes };
    runs.problem = records.write(record, { ...network, at });
    due = performance.now() + Math.max(KEEP, 50 * (performance.now() - began));
    changed();
  }

  /** Goes on with a run: with its network, or by training it again to where it was. False where it is gone. */
  async function use(id) {
    keep();
    const found = records.find(id);
    if (!found) return false;
    const { name, how, events, epochs, own, points, at, stamp } = found;
    const network = records.network(id);
    const before = (point) => Math.round(point.at * how.digits) <= network.at;
    const then = network && { network, at: network.at, points: points.filter(before) };
    stamps.set(id, stamp);
    const begun = training.begin(how, { id, name, events, epochs, own, ...then });
    last = place(id, network?.at, then?.points);
    await begun;
    training.take();
    if (at > state.at) training.go(at - state.at);
    return true;
  }

  /** Goes on with what was in use in this tab; in a new one, with what was in use last. */
  const restore = () => use(store.tab.get("run") ?? store.get("used"));

  function rename(id, name) {
    if (!name.trim()) return;
    records.rename(id, name.trim());
    if (id === state.id) state.name = name.trim();
    training.tell();
    changed();
  }

  /** Removes a run that is not in use; gives what puts it back. */
  function remove(id) {
    const [record, network] = [records.find(id), records.network(id)];
    records.remove(id);
    changed();
    return () => {
      records.write(record, network);
      changed();
    };
  }

  let marked; // the run in use, as the browser has it
  function mark(id) {
    if (id === marked) return;
    marked = id;
    store.tab.put("run", id);
    store.put("used", id);
  }

  training.listen(() => {
    if (!state.network) return;
    if (!state.name) state.name = free(words("runs.name", { sizes: state.network.sizes.join("-"), rate: state.how.eta }));
    if (!state.running || performance.now() >= due) keep();
    mark(state.live && !training.fresh() ? state.id : null);
  });
  training.onLeaving(keep);
  window.addEventListener("pagehide", keep);
  window.addEventListener("storage", changed);

  const runs = { problem: "", keep, use, restore, rename, remove, listen: (listener) => listeners.push(listener) };
  groundup.runs = runs;
}
