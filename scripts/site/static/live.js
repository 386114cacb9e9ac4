"use strict";
// Blocks of Python that can be changed and run in the page. Each runs after those above it. Brython is
// loaded when the first is run; until then, and without JavaScript, they are blocks like any other.
{
  const OFTEN = 1000; // lines of Python between two looks at the clock
  const live = (window.groundupLive = { texts: null, run: null, longest: 20000 });
  // longest: milliseconds that a block may take, with those above it
  const here = document.currentScript.src;
  const blocks = [];
  let loading = null;
  let deadline = Infinity;

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  /** Loads Brython from beside this file, once. */
  function start() {
    loading ??= new Promise((resolve, reject) => {
      const script = make("script", { src: here.replace(/live\.js.*$/, "brython.js") });
      script.onload = () => resolve(begin());
      script.onerror = () => reject(new Error("brython.js is not beside this page"));
      document.head.append(script);
    });
    return loading;
  }

  function begin() {
    const inside = window.__BRYTHON__;
    inside.protocol = "file"; // so an import looks for nothing beyond what is here
    window.groundup ??= {}; // where the bridge puts itself
    window.brython({ debug: 0, indexeddb: false });
    for (const [name, text] of Object.entries(live.texts)) inside.runPythonSource(text, name);
    if (!live.run) throw new Error("Python did not start");
    stopAtDeadline(inside);
  }

  /** Brython tells each line before it runs it: there an endless loop can be stopped. */
  function stopAtDeadline(inside) {
    const tell = inside.set_lineno;
    let lines = 0;
    inside.set_lineno = (frame, line, kind) => {
      const told = tell(frame, line, kind);
      if (++lines < OFTEN) return told;
      lines = 0;
      if (performance.now() > deadline)
        inside.RAISE(inside.builtins.TimeoutError, `stopped after ${live.longest / 1000} seconds`);
      return told;
    };
  }

  async function run(block) {
    const { button, output } = block;
    button.disabled = true;
    output.hidden = false;
    output.textContent = "…";
    await new Promise((resolve) => setTimeout(resolve, 30)); // until it is drawn
    try {
      await start();
      const above = blocks.slice(0, blocks.indexOf(block)).map(({ editor }) => editor.value);
      deadline = performance.now() + live.longest;
      const [printed, error] = live.run(window.__BRYTHON__.$list(above), block.editor.value);
      output.textContent = printed + error || "(it printed nothing)";
      output.classList.toggle("live-error", Boolean(error));
    } catch (error) {
      output.textContent = `${error}`;
      output.classList.add("live-error");
    }
    deadline = Infinity;
    button.disabled = false;
    button.focus();
  }

  /** Return keeps a line's indentation; with Ctrl or ⌘ it runs the block. Tab goes on, as ever. */
  function keys(event, block) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      run(block);
      return;
    }
    const { editor } = block;
    const line = editor.value.slice(0, editor.selectionStart).split("\n").pop();
    const more = line.trimEnd().endsWith(":") ? "    " : "";
    const text = `\n${line.match(/^ */)[0]}${more}`;
    editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end");
    fit(block);
  }

  function fit({ editor, original, again }) {
    editor.rows = editor.value.split("\n").length;
    editor.style.height = "";
    const hidden = editor.scrollHeight - editor.clientHeight; // by a bar below long lines
    if (hidden > 0) editor.style.height = `${editor.offsetHeight + hidden + 1}px`; // 1: both are rounded
    again.hidden = editor.value === original;
  }

  function open(code, number) {
    const original = code.textContent.replace(/\n$/, "");
    const label = `Python, block ${number + 1} of this page: change it, and run it`;
    const editor = make("textarea", { value: original, spellcheck: false, wrap: "off" });
    for (const [name, value] of Object.entries({ autocapitalize: "off", autocorrect: "off", "aria-label": label }))
      editor.setAttribute(name, value);
    const button = make("button", { type: "button", textContent: "Run", className: "live-run" });
    const again = make("button", { type: "button", textContent: "As it was", hidden: true });
    const output = make("pre", { className: "live-output", hidden: true, tabIndex: 0 });
    output.setAttribute("role", "region");
    output.setAttribute("aria-live", "polite");
    output.setAttribute("aria-label", `What block ${number + 1} printed`);
    const block = { editor, button, again, output, original };
    button.onclick = () => run(block);
    again.onclick = () => {
      editor.value = original;
      fit(block);
      editor.focus();
    };
    editor.oninput = () => fit(block);
    editor.onkeydown = (event) => keys(event, block);
    const bar = make("div", { className: "live-bar" });
    bar.append(button, again);
    const box = make("div", { className: "live-box" });
    box.append(editor, bar, output);
    code.closest(".live").replaceWith(box);
    blocks.push(block);
    fit(block);
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
    for (const event of ["resize", "load"])
      window.addEventListener(event, () => {
        reachable();
        blocks.forEach(fit);
      });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begins);
  else begins();
}
