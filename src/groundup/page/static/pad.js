"use strict";
// The drawing area, large, for views that show no more of it than the paper of the live diagram.
{
  const { find, make, tabs, words } = groundup;
  const done = make("button", { type: "button", className: "main", textContent: words("pad.done") });
  const dialog = make("dialog", { className: "pad", aria: { label: words("page.drawing") } }, done);
  document.body.append(dialog);

  /** Goes to where one draws: to the drawing area of the view, or where that is not shown, to one of its own. */
  function open() {
    const paper = find("paper");
    if (!paper.getClientRects().length) {
      dialog.prepend(paper);
      dialog.showModal();
    }
    find("canvas").scrollIntoView({ block: "nearest" });
    find("canvas").focus({ preventScroll: true });
  }

  done.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => tabs.bring());
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation()); // which would clear the paper

  groundup.pad = { open };
}
