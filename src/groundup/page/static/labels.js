"use strict";
// Which digit the reader says that a drawing was.
{
  const { a, corrections, find, make, words } = groundup;
  let shown = null; // {strokes, pixels} that is on the paper

  for (let digit = 0; digit < 10; digit++) {
    const button = make("button", {
      type: "button",
      value: digit,
      textContent: digit,
      disabled: true,
      aria: { label: words("app.was", { digit: a(digit) }), pressed: "false" },
    });
    button.addEventListener("click", () => {
      groundup.read.waitingNow();
      if (shown) corrections.toggle(shown.strokes, shown.pixels, digit);
      show(shown);
    });
    find("labels").append(button);
  }

  /** Shows what the reader said of this drawing; null for none. */
  function show(drawing) {
    shown = drawing;
    const label = shown ? corrections.labelOf(shown.strokes) : undefined;
    for (const button of find("labels").children) {
      button.disabled = !shown;
      button.setAttribute("aria-pressed", String(Number(button.value) === label));
    }
    find("labelled").textContent = label === undefined ? "" : words("app.kept", { digit: a(label) });
  }
  groundup.correctionsChanged = () => show(shown);

  groundup.labels = { show };
}
