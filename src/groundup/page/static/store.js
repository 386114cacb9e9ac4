"use strict";
// What stays over a reload: places in the browser, for this page, of texts by their names. Where the browser
// keeps nothing, `kept` is false, and what is here is gone with the page. `groundup.store` stays for good, and
// other tabs see it; `groundup.store.tab` is this tab's, and goes with it.
{
  const KEY = `groundup page ${groundup.carried.name} `;

  const place = (storage) => ({
    kept: true,
    /** What was put here; null for nothing. */
    get(name) {
      try {
        return JSON.parse(storage().getItem(KEY + name));
      } catch {
        return null;
      }
    },
    /** Puts a value that can be said in JSON; null removes it. False where there is no room. */
    put(name, value) {
      try {
        if (value === null) storage().removeItem(KEY + name);
        else storage().setItem(KEY + name, JSON.stringify(value));
        return (this.kept = true);
      } catch {
        return (this.kept = false);
      }
    },
    /** What is behind `first` in the names that begin with it. */
    names(first) {
      try {
        const all = Array.from({ length: storage().length }, (_, i) => storage().key(i));
        return all.filter((name) => name.startsWith(KEY + first)).map((name) => name.slice((KEY + first).length));
      } catch {
        return [];
      }
    },
  });

  groundup.store = Object.assign(place(() => localStorage), { tab: place(() => sessionStorage) });
}
