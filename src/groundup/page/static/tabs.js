"use strict";
// The views, a tab each: arrow keys go from tab to tab. There is one canvas with its answer, and one
// picture of the network: they go along to where a view has a place for them.
{
  const { find } = groundup;
  const tabs = [...find("tabs").querySelectorAll("[role=tab]")];
  const view = (tab) => tab.getAttribute("aria-controls");
  const listeners = [];
  const homes = { paper: find("draw"), reading: find("draw"), living: find("draw") };

  function choose(chosen) {
    for (const tab of tabs) {
      const isIt = tab === chosen;
      tab.setAttribute("aria-selected", String(isIt));
      tab.tabIndex = isIt ? 0 : -1;
      find(view(tab)).hidden = !isIt;
    }
    bring(view(chosen));
    for (const listener of listeners) listener(view(chosen));
  }

  /** Brings the shared parts into a view: into its element whose `data-place` names them, or home. */
  function bring(name) {
    for (const [part, home] of Object.entries(homes)) {
      const place = find(name).querySelector(`[data-place~="${part}"]`);
      if (place) place.append(find(part));
    }
    if (name !== "draw") return;
    for (const [part, home] of Object.entries(homes).reverse()) home.prepend(find(part));
  }

  for (const [i, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const forwards = document.documentElement.dir === "rtl" ? -1 : 1; // the first tab is on the right there
      const step = { ArrowLeft: -forwards, ArrowRight: forwards }[key];
      if (!step) return;
      const next = tabs[(i + step + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  }

  groundup.tabs = {
    names: tabs.map(view),
    get chosen() {
      return view(tabs.find((tab) => tab.getAttribute("aria-selected") === "true"));
    },
    /** Brings the shared parts to where they belong in this view. */
    bring: () => bring(groundup.tabs.chosen),
    show: (name) => choose(tabs.find((tab) => view(tab) === name)),
    /** Calls back with a view's name whenever it is chosen. */
    listen: (listener) => listeners.push(listener),
  };
  groundup.showTab = groundup.tabs.show;
}
