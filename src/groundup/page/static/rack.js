"use strict";
// The runs on their shelf: which is in use, which is compared with it, and what they are called.
{
  const { make, records, runs, training, words, whole } = groundup;
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const list = make("ol", { className: "runs" });
  const none = make("p", { className: "quiet", textContent: words("rack.none") });
  const problem = make("p", { className: "train-problem", role: "status" });
  const undo = make("button", { type: "button", textContent: words("rack.undo"), hidden: true });
  const removed = make("p", { className: "quiet", role: "status" });
  const element = make("div", { className: "train-rack" }, problem, none, list, make("div", { className: "tools" }, removed, undo));
  const listeners = [];
  let compared = null; // its record

  const button = (textContent, name, act, more) => {
    const made = make("button", { type: "button", textContent, ...more });
    made.setAttribute("aria-label", words("rack.label", { what: textContent, name }));
    made.addEventListener("click", act);
    return made;
  };

  function row(one) {
    const { id, name, how, at, points, kind } = one;
    const used = id === training.state.id;
    const input = make("input", { type: "text", value: name, maxLength: 60, autocomplete: "off", spellcheck: false, aria: { label: words("rack.name") } });
    input.addEventListener("change", () => runs.rename(id, input.value));
    const right = points.length ? percent(points.at(-1).validation.accuracy) : "–";
    const about = make("span", { className: "quiet", textContent: words("rack.about", { right, digits: whole(at) }) });
    const state = make("span", { className: "quiet", textContent: used ? words("rack.used") : "" });
    const isCompared = id === compared?.id;
    const tools = used ? [state] : [
      button(words("rack.use"), name, () => runs.use(id)),
      button(words("rack.compare"), name, () => compare(isCompared ? null : id), { aria: { pressed: String(isCompared) } }),
      button("×", name, () => remove(id, name), { title: words("rack.remove"), className: "remove" }),
    ];
    const row = make("li", { data: { run: id, kind } }, input, about, make("span", { className: "tools" }, ...tools));
    if (used) row.setAttribute("aria-current", "true");
    return row;
  }

  function compare(id) {
    compared = id && records.find(id);
    show();
    for (const listener of listeners) listener();
  }

  function remove(id, name) {
    const back = runs.remove(id);
    removed.textContent = words("rack.removed", { name });
    undo.hidden = false;
    undo.onclick = () => {
      back();
      removed.textContent = "";
      undo.hidden = true;
    };
    undo.focus();
  }

  let shown = "";
  function show() {
    const all = records.list();
    const text = JSON.stringify([all.map(({ id, name, stamp }) => [id, name, stamp]), compared?.id, training.state.id, runs.problem]);
    if (text === shown || list.contains(document.activeElement?.closest?.("input"))) return;
    shown = text;
    none.hidden = all.length > 0;
    problem.textContent = runs.problem;
    list.replaceChildren(...all.map(row));
  }

  list.addEventListener("focusout", () => setTimeout(show));
  runs.listen(show);
  let used = null;
  training.listen(({ id }) => {
    if (id === used) return;
    used = id;
    show();
  });
  show();

  groundup.rack = {
    element,
    /** The record of the run that is compared with the one in use; null for none. */
    compared: () => (compared?.id === training.state.id ? null : compared),
    listen: (listener) => listeners.push(listener),
  };
}
