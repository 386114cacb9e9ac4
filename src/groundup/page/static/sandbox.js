"use strict";
// Python in a worker (interpreter.js), where no text can hold up the page: what does not end in time is ended
// together with its worker, and another worker takes its place, which knows nothing yet.
{
  const { digits, find, words } = groundup;
  const SCRIPTS = ["layers", "backward", "interpreter"];
  const GRACE = 1000; // milliseconds from where its own lines stop a text of the reader's to where its worker is ended
  const OURS = 60_000; // that the page's own work may take
  const LONG = 300; // after which one may want to stop it
  let brython = null; // its text, once somebody wants it
  const unpacked = async () => new TextDecoder().decode(await digits.inflated(find("brython").textContent));

  groundup.Sandbox = class Sandbox {
    static longest = 5000; // milliseconds that a text of the reader's may be silent, and may take, but on a slow machine
    #worker = null;
    #up = null; // a promise: that Python runs
    #tail = Promise.resolve(); // of what is asked, one after the other
    #asked = null; // what is in flight
    #used = false; // whether a text of the reader's has run in this worker
    #count = 0;
    #how;

    /** how: `modules`, the names of the page's Python that run first; `file`, as errors call the reader's text;
     * `given`, what `practice` gives it; `onLong(long)`, called when the reader's text takes long, and has ended;
     * `longest` and `grace`, in milliseconds, and `many`, in lines, where they are others than the page's own. */
    constructor(how) {
      this.#how = { given: null, onLong() {}, ...how };
    }

    /** Rejected where Python does not run. */
    start() {
      return (this.#up ??= this.#open());
    }

    /** {value}, what the worker answers; {failed}, where it cannot; {ended}, an error as Python would say it, where it
     * did not answer in time or was stopped. text: the reader's, where that is what runs; file: as errors call it. */
    call(what, given, text = null, file = this.#how.file) {
      const work = async () => {
        await this.start();
        return this.#send(what, given, text, file);
      };
      return (this.#tail = this.#tail.then(work, work));
    }

    /** From here on in a worker that no text of the reader's has touched: gone is what one has changed there, math.exp
     * for all that comes after it. Such a worker knows nothing yet. */
    renew() {
      const work = () => this.#used && this.#replace();
      this.#tail = this.#tail.then(work, work);
    }

    /** Ends the reader's text, at once. */
    stop() {
      if (this.#asked?.text != null) this.#end("stopped");
    }

    async #open() {
      const { modules, given } = this.#how;
      this.#worker = groundup.worker(SCRIPTS, [await (brython ??= unpacked())]);
      this.#worker.onmessage = ({ data }) => this.#hear(data);
      this.#worker.onerror = ({ message }) => this.#answer({ failed: message });
      const texts = Object.fromEntries(modules.map((name) => [name, find(name).textContent]));
      const { failed, ended } = await this.#send("start", { modules: texts, given }, null);
      if (failed ?? ended) throw new Error(`${words("fails.python")} (${failed ?? ended})`);
    }

    #send(what, given, text, file) {
      return new Promise((resolve) => {
        const theirs = text !== null;
        const { longest = Sandbox.longest, grace = GRACE, many } = this.#how;
        const cut = () => setTimeout(() => this.#end("cut"), theirs ? longest : OURS);
        const timers = [cut()];
        if (theirs) timers.push(setTimeout(() => this.#how.onLong(true), LONG));
        this.#asked = { id: ++this.#count, text, file, resolve, timers, cut, at: null, seconds: longest / 1000 };
        const limit = { milliseconds: longest - grace, many, said: words("python.late", { seconds: "{seconds}" }) };
        this.#used ||= theirs;
        this.#worker.postMessage({ id: this.#count, what, given, limit: theirs ? limit : null });
      });
    }

    /** A message is data, whoever wrote it. */
    #hear({ id, line, exact, value, failed }) {
      if (id !== this.#asked?.id) return;
      if (line !== undefined) this.#asked.at = { line: Number(line), exact: exact === true };
      if (failed !== undefined) this.#answer({ failed: String(failed) });
      else if (value !== undefined) this.#answer({ value });
      else if (line === undefined && this.#asked.text !== null) this.#wait();
    }

    /** It lives, and may be silent as long again. */
    #wait() {
      const { timers, cut } = this.#asked;
      clearTimeout(timers[0]);
      timers[0] = cut();
    }

    #answer(said) {
      if (!this.#asked) return;
      const { resolve, timers, text } = this.#asked;
      this.#asked = null;
      timers.forEach(clearTimeout);
      if (text !== null) this.#how.onLong(false);
      resolve(said);
    }

    #end(why) {
      const ended = this.#told(why);
      this.#replace();
      this.#answer({ ended });
    }

    #replace() {
      this.#worker.terminate();
      this.#used = false;
      this.#up = this.#open();
      this.#up.catch(groundup.fail);
    }

    /** Where the text was when it was ended, and why, as Python tells its errors. */
    #told(why) {
      const { at, text, file, seconds } = this.#asked;
      const said = words(`python.${why}.${at && !at.exact ? "about" : "exact"}`, { seconds });
      if (!at) return said;
      const source = text.split("\n")[at.line - 1]?.trim();
      return [`  File "${file}", line ${at.line}`, ...(source ? [`    ${source}`] : []), said].join("\n");
    }
  };
}
