"use strict";
// The next value of a setting to try, between those that were tried and were too much or too little.
{
  const { settings } = groundup;
  const NEAR = 1.5; // two values between which there is no other to try
  const TRIED = {
    eta: { little: ["slow"], much: ["diverging", "saturated", "dead", "wild"] },
    l2: { little: ["overfitting"], much: ["decay"] },
  }; // what is told of a run (diagnosis.js), by what that says of the setting

  const rounded = (number) => Number(number.toPrecision(2));
  const without = (name, how) => JSON.stringify(Object.entries({ ...how, [name]: null }).sort());

  /** `wanted`, or where a value before it was tried and went too far, one between that and now; null where
   * none is left. how: settings; tried: [{how, kind}], what was told of other runs. */
  function next(name, wanted, { how, tried }) {
    const now = how[name];
    const up = wanted > now;
    const alike = tried.filter((one) => without(name, one.how) === without(name, how));
    const far = alike.filter(({ kind }) => TRIED[name][up ? "much" : "little"].includes(kind)).map((one) => one.how[name]);
    const bound = up ? Math.min(...far.filter((value) => value > now)) : Math.max(...far.filter((value) => value < now));
    const free = up ? wanted < bound : wanted > bound;
    const { from, to } = settings.NUMBERS[name];
    const value = rounded(Math.min(to, Math.max(from, free ? wanted : Math.sqrt((now || bound / 100) * bound))));
    const beside = [now, ...(free ? [] : [bound])];
    return beside.some((one) => Math.max(value / one, one / value) < Math.sqrt(NEAR)) ? null : value;
  }

  groundup.advice = { next };
}
