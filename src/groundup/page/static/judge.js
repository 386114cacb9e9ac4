"use strict";
// Somebody's numbers beside the known answers and the known wrong answers (groundup vectors mistakes). A
// mistake is named only where all of its numbers are reproduced, on every network that can tell.
{
  const { factors } = groundup;
  const NEAR = 1e-8; // relative to an array's largest number
  const ROUGH = 1e-3; // as near as finite differences come to a gradient
  const TINY = 1e-7; // less than this is what rounding left of 0

  /** All numbers of nested lists; null where the shapes differ. */
  function paired(known, came) {
    if (typeof known === "number") return typeof came === "number" ? [[known, came]] : null;
    if (!Array.isArray(came) || came.length !== known.length) return null;
    const parts = known.map((part, i) => paired(part, came[i]));
    return parts.includes(null) ? null : parts.flat();
  }

  /** Whether these are the same numbers, but for rounding. */
  function same(known, came, near = NEAR) {
    const pairs = paired(known, came);
    if (!pairs) return false;
    const scale = Math.max(TINY, ...pairs.map(([one]) => Math.abs(one)));
    return pairs.every(([one, other]) => Math.abs(one - other) <= near * scale);
  }

  /** The outputs to judge: those of `feedforward`, and where they are right, those that backprop made on its own way
   * forwards (null: not seen), unless these are the same in another order. */
  function forwards(right, outputs, inside) {
    const sorted = (rows) => rows.map((row) => [...row].sort((one, other) => one - other));
    return inside && same(right, outputs) && !same(sorted(right), sorted(inside)) ? inside : outputs;
  }

  /** By quantity, what [outputs, dw, db, inside] of a call and [w, b] after a step are. right: what they should be. */
  function flat([outputs, dw, db, inside], after, right) {
    const found = { outputs: forwards(right.outputs, outputs, inside) };
    const put = (name, arrays) => arrays.forEach((array, l) => (found[`${name}[${l}]`] = array));
    put("dw", dw);
    put("db", db);
    if (after) ["w", "b"].forEach((name, i) => put(name, after[i]));
    return found;
  }

  /** w - eta dw; not called where shapes differ. */
  const stepped = (w, dw, eta) => (typeof w === "number" ? w - eta * dw : w.map((part, i) => stepped(part, dw[i], eta)));

  /** What a mistake gives on a network in a call: `changed` over what is right. */
  function expected(kind, network, call, changed) {
    const found = { ...network.right[call], ...changed };
    if (call > 0) return found;
    let possible = true; // whether a step can be taken: not where shapes differ
    for (const name of ["w", "b"]) {
      network[name].forEach((before, l) => {
        const key = `${name}[${l}]`;
        if (changed && key in changed) return;
        if (paired(before, found[`d${key}`])) found[key] = stepped(before, found[`d${key}`], kind.eta);
        else possible = false;
      });
    }
    if (!possible) for (const key of Object.keys(found)) if (/^[wb]\[/.test(key)) delete found[key];
    return found;
  }

  /** Whether all of `came`, a call each, is what these changes to the right answers give. */
  const gives = (kind, network, came, changes) =>
    came.every((one, call) => {
      const known = expected(kind, network, call, changes[call]);
      const names = new Set([...Object.keys(known), ...Object.keys(one)]);
      return [...names].every((name) => name in known && name in one && same(known[name], one[name]));
    });

  /** {right, roughly, first, quantities, mistakes, failed}: whether all is right, or nearly, as finite differences are; the
   * first quantity that is not; of each whether it is; the mistakes that give all of these numbers, the plainest first;
   * and on how many networks there was an error. learned: by the name of a network its calls as `flat` has them, or
   * null where there was an error; seen: whether its outputs are of its own way forwards. Where they are not, nothing says
   * that they are right. */
  function judge(kind, learned, seen = true) {
    const compared = (near) => order(kind.activations.length).map((name) => ({ name, ok: rightEverywhere(kind, learned, name, near) }));
    const failed = kind.networks.filter(({ name }) => learned[name] === null).length;
    const exactly = compared(NEAR);
    const right = !failed && exactly.every(({ ok }) => ok);
    const mistakes = right ? [] : named(kind, learned);
    const nearly = compared(ROUGH);
    const roughly = !right && !failed && !mistakes.length && exactly[0].ok && nearly.every(({ ok }) => ok);
    const quantities = (roughly ? nearly : exactly).filter(({ name, ok }) => seen || right || !ok || name !== "outputs");
    const first = quantities.find(({ ok }) => !ok)?.name ?? null;
    return { right: right || roughly, roughly, first, quantities, mistakes, failed };
  }

  /** Forwards, then backwards from the last layer, then the step. */
  function order(layers) {
    const backwards = Array.from({ length: layers }, (_, i) => layers - 1 - i);
    return ["outputs", ...backwards.flatMap((l) => [`dw[${l}]`, `db[${l}]`]), ...backwards.flatMap((l) => [`w[${l}]`, `b[${l}]`])];
  }

  /** Of a quantity, whether it is right on every network where there was no error. */
  function rightEverywhere(kind, learned, name, near) {
    return kind.networks.every((network) =>
      (learned[network.name] ?? []).every((one, call) => !(name in network.right[call]) || same(network.right[call][name], one[name], near)));
  }

  /** Those with a factor come where no other is known, or only others of code that takes a sample at a time. */
  function named(kind, learned) {
    const comes = (mistake) => mistake && reproduced(kind, mistake, learned);
    const found = kind.mistakes.filter((mistake) => !mistake.powers && comes(mistake));
    if (found.some((mistake) => comes(mistake) === "together")) return confined(found);
    const scaled = kind.mistakes.filter(({ powers }) => powers).map((mistake) => factors.put(kind, mistake, learned));
    return [...scaled.filter(comes), ...confined(found)];
  }

  /** A mistake that makes no difference in other layers is told of its one layer alone. */
  const confined = (found) =>
    found.filter((one) => {
      const alone = found.filter((other) => other.slug === one.slug && other.layers.length === 1);
      return alone.length !== 1 || alone[0] === one;
    });

  /** How these numbers come of a mistake: "together", of batches; "singly", of a sample at a time; "" where they do not. */
  function reproduced(kind, mistake, learned) {
    let how = "";
    for (const network of kind.networks) {
      const on = mistake.on[network.name];
      if (on.raises) continue;
      const came = learned[network.name];
      if (came === null) return "";
      const comes = (changes) => gives(kind, network, came.slice(0, changes.length), changes);
      if (comes(on.calls)) how ||= "together";
      else if (on.one_by_one && comes([on.one_by_one])) how = "singly";
      else return "";
    }
    return how;
  }

  groundup.judge = { judge, flat, same };
}
