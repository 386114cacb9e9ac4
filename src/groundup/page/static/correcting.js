"use strict";
// Whether the answer is right: yes, or no, and then which digit it is. What the reader says is kept (corrections.js);
// said again, it is forgotten.
{
  const { a, corrections, find, make, words } = groundup;
  let open = false; // whether the reader looks for the right digit

  const reading = () => groundup.reading ?? {};
  const sure = ({ digit, kind }) => digit !== undefined && ["sure", "own"].includes(kind);

  function show() {
    const { strokes, pixels } = reading();
    const label = pixels ? corrections.labelOf(strokes) : undefined;
    const said = sure(reading());
    find("correct").hidden = !pixels;
    find("correct-name").textContent = said ? words("correct.right", { a: a(reading().digit) }) : words("correct.which");
    for (const id of ["agree", "disagree"]) find(id).hidden = !said;
    find("agree").setAttribute("aria-pressed", String(said && label === reading().digit));
    const looking = open || !said || (label !== undefined && label !== reading().digit);
    find("disagree").setAttribute("aria-expanded", String(looking));
    find("labels").hidden = !looking;
    for (const button of find("labels").children) button.setAttribute("aria-pressed", String(Number(button.value) === label));
    find("labelled").textContent = label === undefined ? "" : words("correct.kept", { a: a(label) });
  }

  function keep(digit) {
    const { strokes, pixels } = reading();
    if (pixels) corrections.toggle(strokes, pixels, digit);
    show();
  }

  for (let digit = 0; digit < 10; digit++) {
    const about = { label: words("correct.is", { a: a(digit) }), pressed: "false" };
    const button = make("button", { type: "button", value: digit, textContent: digit, aria: about });
    button.addEventListener("click", () => keep(digit));
    find("labels").append(button);
  }
  find("agree").addEventListener("click", () => {
    open = false;
    keep(reading().digit);
  });
  find("disagree").addEventListener("click", () => {
    open = find("labels").hidden;
    show();
  });
  groundup.onReading(show);
  groundup.ink.listen(() => (open = false));
  groundup.correctionsChanged = show;
}
