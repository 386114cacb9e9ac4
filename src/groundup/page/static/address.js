"use strict";
// What the address says behind its #: the view, a run that a link says, or `embed=VIEW`, one part alone.
{
  const { find, runs, sharing, tabs, words } = groundup;
  const LONGEST = 40; // characters of an address in a notice
  let embedded = false;

  tabs.listen((name) => {
    find("notice").textContent = "";
    if (embedded) return;
    history.replaceState(null, "", `${location.href.split("#")[0]}${name === "draw" ? "" : `#${name}`}`);
  });

  /** Shows what the address says. */
  async function arrive() {
    const fragment = location.hash.slice(1);
    const alone = new URLSearchParams(fragment).get("embed");
    embed(tabs.names.includes(alone) ? alone : null);
    try {
      if (embedded) tabs.show(alone);
      else if (await sharing.follow(fragment)) tabs.show("train");
      else if (tabs.names.includes(fragment)) tabs.show(fragment);
      else if (fragment) find("notice").textContent = words("address.unknown", { text: short(fragment) });
    } catch (error) {
      tabs.show("train");
      find("train").querySelector(".train-problem").textContent = error.message;
    }
  }

  const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

  function embed(name) {
    embedded = name !== null;
    if (embedded) document.documentElement.dataset.embed = name;
    else delete document.documentElement.dataset.embed;
  }

  window.addEventListener("hashchange", () => {
    find("train").querySelector(".train-problem").textContent = "";
    find("notice").textContent = "";
    arrive();
  });
  groundup.ready.then(async () => {
    if (!sharing.says(location.hash.slice(1))) await runs.restore();
    await arrive();
  });

  groundup.address = { arrive };
}
