"use strict";
// What the browser keeps of runs: each in places of its own, so that two tabs do not disturb each other; and
// what this page keeps as long as it is open, with room there or without. Settings and events are kept of all
// runs; the networks of the latest only, since the others can be trained again, to the bit.
{
  const { decode, settings, store, words } = groundup;
  const FULL = 4; // networks that are kept, of runs that could be trained again
  const THIN = 60; // points that are kept of a run without its network
  const here = new Map(); // id: {record, network}

  const chance = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
  const written = (arrays) => arrays.map((array) => decode.base64(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)));
  const read = (texts) => texts.map((text) => new Float32Array(decode.bytes(text).buffer));

  /** {id, name, when, stamp, how, events, at, epochs, own, points, kind, sizes} of all runs, the latest first. */
  function list() {
    const all = new Map(store.names("run ").map((id) => [id, store.get(`run ${id}`)]));
    for (const [id, { record }] of here) if (!(all.get(id)?.when >= record.when)) all.set(id, record);
    return [...all.values()].filter(sound).sort((one, other) => other.when - one.when);
  }

  /** Whether it is what a page like this one has put there. */
  function sound(record) {
    try {
      return settings.problem(record.how) === "" && Array.isArray(record.events) && Array.isArray(record.points);
    } catch {
      return false;
    }
  }

  const find = (id) => list().find((one) => one.id === id);

  /** Its network, {…, at}: after so many digits; null where it has to be trained again. */
  function network(id) {
    if (here.get(id)?.network) return here.get(id).network;
    const found = store.get(`weights ${id}`);
    return found && { ...found, w: read(found.w), b: read(found.b) };
  }

  /** Keeps a run with its network, {…, at}, if there is one. "" where all of it is kept, else why not. */
  function write(record, network) {
    const { id } = record;
    here.set(id, { record, network });
    const settled = put(id, `run ${id}`, record);
    const whole = settled && (!network || put(id, `weights ${id}`, { ...network, w: written(network.w), b: written(network.b) }));
    for (const old of spare(id).slice(FULL - 1)) thin(old);
    if (whole) return "";
    return words(settled ? "runs.room" : "runs.nothing");
  }

  /** Puts it, if need be into the room of networks that can be trained again, the oldest first. */
  function put(id, name, value) {
    while (!store.put(name, value)) {
      const oldest = spare(id).at(-1);
      if (!oldest) return false;
      thin(oldest);
    }
    return true;
  }

  /** Other runs that can be trained again and have a network there, the latest first. */
  function spare(id) {
    const whole = store.names("weights ");
    return list().filter((one) => one.id !== id && !one.own && whole.includes(one.id));
  }

  function thin({ id }) {
    store.put(`weights ${id}`, null);
    const stored = store.get(`run ${id}`);
    if (!stored) return;
    const each = Math.ceil(stored.points.length / THIN);
    const points = stored.points.filter((_, i) => i % each === 0 || i === stored.points.length - 1);
    store.put(`run ${id}`, { ...stored, points });
  }

  function rename(id, name) {
    if (here.has(id)) here.get(id).record.name = name;
    const stored = store.get(`run ${id}`);
    if (stored) store.put(`run ${id}`, { ...stored, name });
  }

  function remove(id) {
    here.delete(id);
    for (const what of ["run", "weights"]) store.put(`${what} ${id}`, null);
  }

  groundup.records = { chance, list, find, network, write, rename, remove };
}
