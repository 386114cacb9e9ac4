"use strict";
// Blocks of Python that can be changed and run in the page. Each runs after those above it. Python is
// loaded when one is entered or run; until then, and without JavaScript, they are blocks like any other.
{
  const { make } = groundup;
  const here = document.currentScript.src;
  const blocks = [];
  let loading = null;
  let tail = Promise.resolve(); // of the blocks that were asked to run, one after the other

  /** Loads Python from beside this file, once. */
  function start() {
    loading ??= new Promise((resolve, reject) => {
      const script = make("script", { src: here.replace(/live\.js.*$/, "python.js") });
      script.onload = resolve;
      script.onerror = () => {
        loading = null;
        reject(new Error("python.js, which runs it, is not beside this page"));
      };
      document.head.append(script);
    });
    return loading;
  }

  /** Puts what a block has printed below it. */
  function say({ output }, text, failed = false) {
    output.textContent = text;
    output.hidden = !text;
    output.classList.toggle("live-error", failed);
  }

  function run(block) {
    block.button.disabled = true;
    say(block, "…");
    tail = tail.then(() => go(block));
  }

  async function go(block) {
    const { button, stop } = block;
    try {
      await start();
      groundup.chapter.onLong = (long) => (stop.hidden = !long);
      const texts = blocks.slice(0, blocks.indexOf(block) + 1).map((one) => one.editor.value);
      const [printed, error] = await groundup.chapter.run(texts);
      say(block, printed + error || "(it printed nothing)", Boolean(error));
    } catch (error) {
      say(block, `${error.message}`, true);
    }
    button.disabled = false;
    if (document.activeElement === document.body) button.focus(); // where it was before it was disabled
  }

  /** A block of the page as one that can be run; what the page shows below it becomes its output. */
  function open(code, number) {
    const original = code.textContent.replace(/\n$/, "");
    const place = code.closest(".live");
    const shown = place.nextElementSibling?.matches(".printed") ? place.nextElementSibling : null;
    const label = `Python, block ${number + 1} of this page: change it, and run it`;
    const editor = make("textarea", { value: original, spellcheck: false, autocapitalize: "off", wrap: "off", aria: { label } });
    const colours = make("pre", { aria: { hidden: true } });
    const button = make("button", { type: "button", textContent: "Run", className: "live-run" });
    const stop = make("button", { type: "button", textContent: "Stop", hidden: true });
    const again = make("button", { type: "button", textContent: "As it was", hidden: true });
    const output = make("pre", { className: "live-output", tabIndex: 0, aria: { live: "polite", label: `What block ${number + 1} printed` } });
    output.setAttribute("role", "region");
    const block = { editor, button, stop, output };
    const box = groundup.codeBox({ code: editor, colours, numbers: make("pre") }, () => (again.hidden = editor.value === original));
    const asItWas = () => say(block, shown?.textContent.trimEnd() ?? "");
    button.onclick = () => run(block);
    stop.onclick = () => groundup.chapter.stop();
    again.onclick = () => {
      editor.value = original;
      box.show();
      again.hidden = true;
      asItWas();
      editor.focus();
    };
    editor.onfocus = () => start().catch(() => {}); // who runs it is told
    editor.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !button.disabled) run(block);
    });
    const bar = make("div", { className: "live-bar" }, button, stop, again);
    place.replaceWith(make("div", { className: "live-box" }, make("div", { className: "live-code" }, colours, editor), bar, output));
    shown?.remove();
    box.show();
    asItWas();
    blocks.push(block);
  }

  /** What is wider than the page can be scrolled by keys as well. */
  function reachable() {
    for (const wide of document.querySelectorAll("pre > code, .md-typeset__scrollwrap"))
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
      else wide.removeAttribute("tabindex");
  }

  function begins() {
    document.querySelectorAll(".live pre code").forEach(open);
    reachable();
    new MutationObserver(reachable).observe(document.body, { childList: true, subtree: true });
    for (const event of ["resize", "load"]) window.addEventListener(event, reachable);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begins);
  else begins();
}
