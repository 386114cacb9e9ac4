"use strict";
// What the address says behind its #: the view, a run that a link says, or `embed=VIEW`, one part alone.
{
  const { find, keep, tabs } = groundup;
  let embedded = false;

  tabs.listen((name) => {
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
      else if (await keep.follow()) tabs.show("train");
      else if (tabs.names.includes(fragment)) tabs.show(fragment);
    } catch (error) {
      tabs.show("train");
      find("train").querySelector(".train-problem").textContent = error.message;
    }
  }

  function embed(name) {
    embedded = name !== null;
    if (embedded) document.documentElement.dataset.embed = name;
    else delete document.documentElement.dataset.embed;
  }

  window.addEventListener("hashchange", () => {
    find("train").querySelector(".train-problem").textContent = "";
    arrive();
  });
  groundup.ready.then(async () => {
    if (!/=/.test(location.hash) || /embed=/.test(location.hash)) await keep.restore();
    await arrive();
  });

  groundup.address = { arrive };
}
