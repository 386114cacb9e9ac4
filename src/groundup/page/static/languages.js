"use strict";
// The language of the page: the one that its address says (?lang=de), or that was chosen, or the first of the
// browser's that is here. Its texts take the place of those that the page carries, in the markup too.
{
  const { carried, decode, find, store, unsqueeze } = groundup;
  const select = find("language");
  const options = [...select.options];
  const [own, ...others] = options.map(({ value }) => value); // that of the markup comes first

  /** What is wanted, the most wanted first: languages as browsers write them, such as pt-BR. */
  function wanted() {
    const said = [new URLSearchParams(location.search).get("lang"), store.get("language"), ...navigator.languages];
    return said.filter((tag) => typeof tag === "string").map((tag) => tag.toLowerCase().split("-")[0]);
  }

  const ALONE = 200; // letters that take one byte

  /** The text that `groundup.page.languages.lettered` wrote: its alphabet, and which letter of it comes next. */
  function unlettered(data) {
    let at = data.indexOf(255);
    let code = 0;
    const steps = [...new TextDecoder().decode(data.subarray(0, at))];
    const alphabet = steps.map((step) => String.fromCodePoint((code += step.codePointAt(0))));
    let text = "";
    while (++at < data.length) text += alphabet[data[at] < ALONE ? data[at] : ALONE + 256 * (data[at] - ALONE) + data[++at]];
    return text;
  }

  /** The texts in this language, as those that the page carries; what is not translated stays. */
  function translated(language) {
    const each = unlettered(unsqueeze(decode.dense(find("languages").textContent))).split("\0");
    let at = others.indexOf(language) * (each.length / others.length); // one language after the other
    const of = (value) => (typeof value === "string" ? each[at++] || value : table(value));
    const table = (texts) => Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, of(value)]));
    return table(carried.texts);
  }

  /** Puts texts where the markup names them: `data-text="page.draw aria-label=page.drawing"`. */
  function put(element) {
    for (const part of element.dataset.text.split(" ")) {
      const [name, attribute] = part.split("=").reverse();
      if (attribute) element.setAttribute(attribute, groundup.words(name));
      else if (name.split(".")[0] === "html") element.innerHTML = groundup.words(name);
      else element.textContent = groundup.words(name);
    }
  }

  function speak(language) {
    const { lang, dir } = options.find(({ value }) => value === language);
    groundup.texts = translated(language);
    Object.assign(document.documentElement, { lang, dir });
    document.querySelectorAll("[data-text]").forEach(put);
  }

  /** Has the page begin again in the language that was chosen. Where the browser keeps nothing, the address
   * says it. */
  function choose() {
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    if (!store.put("language", select.value)) address.searchParams.set("lang", select.value);
    if (address.href === location.href) location.reload();
    else location.replace(address);
  }

  const language = wanted().find((code) => code === own || others.includes(code)) ?? own;
  if (language !== own) speak(language);
  select.value = language;
  select.hidden = options.length < 2;
  select.addEventListener("change", choose);

  groundup.language = language;
}
