"use strict";
// What the numbers of the training say, in words, and buttons that bring about what can go wrong.
{
  const { diagnosis, make, settings, training } = groundup;
  const title = make("h3", {});
  const words = make("p", {});
  const advice = make("p", {});
  const said = make("div", { className: "train-said", role: "status" }, title, words, advice);
  const buttons = diagnosis.TRIALS.map(({ kind, title: textContent, change }) => {
    const button = make("button", { type: "button", textContent, data: { trial: kind } });
    button.addEventListener("click", () => attempt(change));
    return button;
  });
  const element = make("div", { className: "train-trials" }, said,
    make("details", { className: "more" },
      make("summary", { textContent: "What can go wrong" }),
      make("p", { textContent: "Each of these begins anew with settings that bring it about, and trains." }),
      make("div", { className: "tools" }, ...buttons)));

  async function attempt(change) {
    await training.begin({ ...settings.DEFAULT, ...change });
    training.go();
  }

  let shown = "";
  training.listen((state) => {
    const found = diagnosis.diagnose(state) ?? { kind: "", title: "", words: "What goes well or wrong is said here once it has learned.", advice: "" };
    said.dataset.kind = found.kind;
    const text = found.title + found.words + found.advice;
    if (text === shown) return;
    shown = text;
    title.textContent = found.title;
    title.hidden = !found.title;
    words.textContent = found.words;
    advice.textContent = found.advice;
  });

  groundup.trials = { element };
}
