"use strict";
// What the numbers of the training say, in words, and buttons that bring about what can go wrong.
{
  const { diagnosis, make, settings, training, words } = groundup;
  const title = make("h3", {});
  const meaning = make("p", {});
  const advice = make("p", {});
  const said = make("div", { className: "train-said", role: "status" }, title, meaning, advice);
  const buttons = diagnosis.TRIALS.map(({ kind, change }) => {
    const button = make("button", { type: "button", textContent: words(`diagnosis.${kind}.trial`), data: { trial: kind } });
    button.addEventListener("click", () => attempt(change));
    return button;
  });
  const element = make("div", { className: "train-trials" }, said,
    make("details", { className: "more" },
      make("summary", { textContent: words("trials.title") }),
      make("p", { textContent: words("trials.about") }),
      make("div", { className: "tools" }, ...buttons)));

  async function attempt(change) {
    await training.begin({ ...settings.DEFAULT, ...change });
    training.go();
  }

  let shown = "";
  training.listen((state) => {
    const found = diagnosis.diagnose(state) ?? { kind: "", title: "", words: words("trials.nothing"), advice: "" };
    said.dataset.kind = found.kind;
    const text = found.title + found.words + found.advice;
    if (text === shown) return;
    shown = text;
    title.textContent = found.title;
    title.hidden = !found.title;
    meaning.textContent = found.words;
    advice.textContent = found.advice;
  });

  groundup.trials = { element };
}
