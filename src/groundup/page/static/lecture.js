"use strict";
// What stands beside a picture that one goes through step by step: the steps' names, what this one says,
// its sum, the Python that does it. {element, show(step)}.
{
  const { make } = groundup;

  /** chips: [{name, text}], a button each; `go(name)` is called when one is pressed. The rest: elements that
   * stand between what is said and the Python, hidden unless a step has them. */
  groundup.lecture = ({ chips, label, go, listing, extras = [] }) => {
    const buttons = chips.map(({ name, text }) => {
      const button = make("button", { type: "button", textContent: text, value: name });
      button.addEventListener("click", () => go(name));
      return button;
    });
    const title = make("h2", { tabIndex: -1 });
    const said = make("div", { className: "lecture-said" });
    const answers = make("div", { className: "lecture-answers" });
    const sum = make("pre", { className: "lecture-sum", tabIndex: 0, role: "group", aria: { label: groundup.words("lecture.sum") } });
    const element = make("div", { className: "lecture" },
      make("div", { className: "lecture-steps", role: "group", aria: { label } }, ...buttons),
      make("div", { role: "status" }, title, said), answers, ...extras, sum, listing.element);

    /** chip: a name of chips; title, a text; paragraphs and sums: lists of pieces, each a list to append;
     * answers: buttons; extras: those that are shown; python: what `light` of the listing takes. */
    function show(step) {
      for (const button of buttons) {
        if (button.value === step.chip) button.setAttribute("aria-current", "step");
        else button.removeAttribute("aria-current");
      }
      title.textContent = step.title;
      said.replaceChildren(...step.paragraphs.map((pieces) => make("p", {}, ...pieces)));
      const focused = answers.contains(document.activeElement);
      answers.replaceChildren(...(step.answers ?? []));
      answers.hidden = !step.answers?.length;
      if (focused) (answers.firstElementChild ?? title).focus({ preventScroll: true }); // the button is gone
      sum.replaceChildren(...(step.sums ?? []).map((pieces) => make("span", { className: "line" }, ...pieces)));
      sum.hidden = !step.sums?.length;
      for (const extra of extras) extra.toggleAttribute("hidden", !(step.extras ?? []).includes(extra));
      listing.light(...step.python);
    }
    return { element, show };
  };
}
