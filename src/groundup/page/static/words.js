"use strict";
// What the page says, by name: the texts of its language (languages.js), or those that it carries.
{
  // Between two of these, text runs as it would alone: what is put in as its first letter does, so "784-30-10"
  // stays so among Arabic; and Arabic to the left, on a canvas too.
  const [ALONE, LEFTWARD, ENDED] = ["\u2068", "\u2067", "\u2069"];
  const ARABIC = /[\u0590-\u08ff]/;
  const leftward = () => globalThis.document?.documentElement.dir === "rtl";

  /** The text of this name, with `values` where it has {names}. */
  groundup.words = (name, values = {}) => {
    const text = name.split(".").reduce((texts, part) => texts[part], groundup.texts ?? groundup.carried.texts);
    if (!leftward()) return text.replace(/\{(\w+)\}/g, (_, value) => values[value]);
    const whole = text.replace(/\{(\w+)\}/g, (_, value) => ALONE + values[value] + ENDED);
    return ARABIC.test(text) ? LEFTWARD + whole + ENDED : whole;
  };

  /** The same for a count: of `name.one` and `name.many`, the text that goes with it. */
  groundup.counted = (name, count, values = {}) => groundup.words(`${name}.${count === 1 ? "one" : "many"}`, { count, ...values });

  /** A whole number; its thousands stand apart. */
  groundup.whole = (number) => number.toLocaleString("en").replaceAll(",", groundup.words("number.thousands"));

  /** Several as a list in a sentence: "and" or "or" stands before the last, or what stands between all. */
  groundup.listed = (parts, last = "list") =>
    parts.slice(0, -1).join(groundup.words("number.list")) + (parts.length > 1 ? groundup.words(`number.${last}`) : "") + parts.at(-1);

  /** A digit with its article. */
  groundup.a = (digit) => groundup.words(Number(digit) === 8 ? "digit.an" : "digit.a", { digit });
}
