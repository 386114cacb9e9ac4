"use strict";
// What the reader's backprop gives on the networks that it is judged by, batch by batch, so that each has a time of
// its own.
{
  const { judge, words } = groundup;

  const OWN = /^def feedforward\b/m;

  /** Whether it did not end by itself. */
  const isLate = ({ error }) => /^(?:TimeoutError|KeyboardInterrupt): /m.test(error);

  /** {error, printed, changed, seen, learned} of a text that the sandbox has loaded: what it says, whether it changed the
   * network's own numbers, whether the outputs are those of its own way forwards, and by the name of a network what it
   * gives, null where it has an error. */
  async function answers(sandbox, known, text) {
    const came = { error: "", printed: "", changed: false, seen: true, learned: {} };

    /** What it gives for a batch of a network; null where there is an error. */
    async function tell(what, { w, b, batches }, number) {
      if (isLate(came)) return null;
      const { ended, failed, value } = await sandbox.call(what, { w, b, batch: batches[number], eta: known.eta }, text);
      const [error, printed, found, changed] = Array.isArray(value) ? value : [ended ?? failed ?? words("fails.python")];
      came.error ||= String(error);
      came.printed ||= String(printed ?? "");
      came.changed ||= changed === true;
      return error ? null : found;
    }

    for (const network of known.networks) {
      const found = [];
      for (const number of network.calls) found.push(await tell("answer", network, number));
      came.seen &&= OWN.test(text) || found.every((call) => call?.[3]);
      const after = await tell("step", network, 0);
      const flat = (call, i) => judge.flat(call, i || !Array.isArray(after) ? null : after, network.right[i]);
      came.learned[network.name] = found.every(Array.isArray) ? found.map(flat) : null;
    }
    return isLate(came) ? { ...came, learned: null } : came;
  }

  groundup.answers = answers;
}
