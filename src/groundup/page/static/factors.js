"use strict";
// Wrong answers with a factor in them that may be any number: all gradients times a learning rate, say.
{
  const SHOWN = 4; // digits of it

  /** The numbers times a factor. */
  const times = (value, factor) => (typeof value === "number" ? value * factor : value.map((part) => times(part, factor)));

  const flat = (value) => (Array.isArray(value) ? value.flatMap(flat) : [value]);

  /** The factor that somebody's numbers tell: that of the largest number which has it once; null for none. */
  function told({ powers, on }, network, [came]) {
    const known = { ...network.right[0], ...on[network.name].calls[0] };
    const name = Object.keys(powers).find((one) => powers[one] === 1);
    const [ours, theirs] = [flat(known[name]), flat(came[name])];
    const sizes = ours.map(Math.abs);
    const factor = theirs[sizes.indexOf(Math.max(...sizes))] / ours[sizes.indexOf(Math.max(...sizes))];
    return ours.length === theirs.length && Number.isFinite(factor) && factor !== 0 ? factor : null;
  }

  /** A mistake that has a factor, with the one that somebody's numbers tell, as those without; null for none. */
  function put(kind, mistake, learned) {
    const seen = kind.networks.find(({ name }) => learned[name]);
    const factor = seen ? told(mistake, seen, learned[seen.name]) : null;
    if (factor === null) return null;
    const on = {};
    for (const { name, right } of kind.networks) {
      const known = { ...right[0], ...mistake.on[name].calls[0] };
      const scaled = Object.entries(mistake.powers).map(([one, power]) => [one, times(known[one], factor ** power)]);
      on[name] = { calls: [{ ...mistake.on[name].calls[0], ...Object.fromEntries(scaled) }] };
    }
    return { ...mistake, on, sentence: mistake.sentence.replace("{factor}", Number(factor.toPrecision(SHOWN))) };
  }

  groundup.factors = { put };
}
