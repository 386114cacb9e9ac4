"use strict";
// A run goes to a friend as a short code (codes.js), and comes from one: pasted here, or behind the # of an
// address, as older links, which say the settings in words, do too.
{
  const { codes, make, settings, training, words, whole } = groundup;
  const { state } = training;
  const copy = make("button", { type: "button", textContent: words("sharing.copy") });
  const own = make("output", { className: "code-of-run" });
  const said = make("p", { className: "quiet", role: "status" });
  const input = make("input", { type: "text", autocomplete: "off", spellcheck: false, autocapitalize: "off", placeholder: "gu1-…", aria: { label: words("sharing.paste") } });
  const problem = make("p", { className: "train-problem", role: "alert" });
  const form = make("form", { className: "train-paste", noValidate: true }, input, make("button", { type: "submit", textContent: words("sharing.open") }));
  const element = make("div", { className: "train-sharing" }, make("div", { className: "train-own" }, own, copy), said, form, problem);

  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(own.textContent);
      said.textContent = words("sharing.copied", { digits: whole(state.at) });
    } catch {
      getSelection().selectAllChildren(own);
      said.textContent = words("sharing.selected");
    }
  });

  /** Begins the run that a code says, and trains to where it stops. */
  async function open(text) {
    const { how, events, at } = codes.read(text);
    await begin(how, events);
    if (at) training.go(at);
    said.textContent = words("sharing.opened", { digits: whole(at) });
  }

  async function begin(how, events) {
    await training.begin(how, { events });
    training.take();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      await open(input.value);
      input.value = "";
    } catch ({ message }) {
      problem.textContent = message;
    }
  });
  input.addEventListener("input", () => (problem.textContent = ""));

  const isCode = (fragment) => /^gu\d+-/i.test(fragment);

  /** Whether an address's fragment says a run, rightly or not. */
  const says = (fragment) => isCode(fragment) || (/=/.test(fragment) && !/embed=/.test(fragment));

  /** Begins the run that it says. False for none. Throws an Error where it makes no sense. */
  async function follow(fragment) {
    if (isCode(fragment)) {
      await open(fragment);
      return true;
    }
    const wanted = settings.fromFragment(fragment);
    if (wanted) await begin(wanted.how, wanted.events);
    return Boolean(wanted);
  }

  let shown = "";
  training.listen(({ network, running, own: opened }) => {
    if (!network) return;
    const text = opened ? words("sharing.none") : running ? words("sharing.runs") : codes.write(state);
    copy.disabled = opened || running;
    if (text === shown) return;
    shown = own.textContent = text;
  });

  groundup.sharing = { element, says, follow, open, code: () => codes.write(state) };
}
