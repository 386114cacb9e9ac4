"use strict";
// Beside the paper: which network reads what one draws, where it is not the page's own, and the way back.
{
  const { find, make, training, words } = groundup;
  const said = make("span", {});
  const back = make("button", { type: "button", textContent: words("banner.back") });
  const element = make("p", { id: "in-use", hidden: true }, said, " ", back);
  find("sheet").after(element);
  back.addEventListener("click", () => {
    training.leave();
    find("canvas").focus();
  });

  training.listen((state) => {
    element.hidden = !state.live;
    const text = state.live ? words(training.fresh() ? "banner.fresh" : "banner.said", { name: state.name }) : "";
    if (said.textContent !== text) said.textContent = text;
  });
}
