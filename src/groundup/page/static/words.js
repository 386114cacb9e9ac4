"use strict";
// What the page says: the texts of static/texts.json, by name.
{
  /** The text of this name, with `values` where it has {names}. */
  groundup.words = (name, values = {}) =>
    name.split(".").reduce((texts, part) => texts[part], groundup.carried.texts)
      .replace(/\{(\w+)\}/g, (_, value) => values[value]);

  /** The same for a count: of `name.one` and `name.many`, the text that goes with it. */
  groundup.counted = (name, count, values = {}) => groundup.words(`${name}.${count === 1 ? "one" : "many"}`, { count, ...values });

  /** A digit with its article. */
  groundup.a = (digit) => groundup.words(Number(digit) === 8 ? "digit.an" : "digit.a", { digit });
}
