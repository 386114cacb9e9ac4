"use strict";
// Two views, Draw and Train, where the page is served: arrow keys go from tab to tab.
{
  const { find } = groundup;
  const views = { "draw-tab": "draw", "train-tab": "train" };
  const tabs = Object.keys(views).map(find);

  function choose(chosen) {
    for (const tab of tabs) {
      const isIt = tab === chosen;
      tab.setAttribute("aria-selected", String(isIt));
      tab.tabIndex = isIt ? 0 : -1;
      find(views[tab.id]).hidden = !isIt;
    }
    groundup.tabChosen?.(views[chosen.id]);
  }

  for (const [i, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      choose(tabs[1 - i]);
      tabs[1 - i].focus();
    });
  }
  find("tabs").hidden = false;

  groundup.showTab = (name) => choose(find(`${name}-tab`));
}
