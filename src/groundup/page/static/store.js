"use strict";
// What stays over a reload: one place in the browser, for this page, of texts by their names. Where the
// browser keeps nothing, `kept` is false, and what is here is gone with the page.
{
  const KEY = `groundup page ${groundup.carried.name} `;

  groundup.store = {
    kept: true,
    /** What was put here; null for nothing. */
    get(name) {
      try {
        return JSON.parse(localStorage.getItem(KEY + name));
      } catch {
        return null;
      }
    },
    /** Puts a value that can be said in JSON; null removes it. False where there is no room. */
    put(name, value) {
      try {
        if (value === null) localStorage.removeItem(KEY + name);
        else localStorage.setItem(KEY + name, JSON.stringify(value));
        return (this.kept = true);
      } catch {
        return (this.kept = false);
      }
    },
  };
}
