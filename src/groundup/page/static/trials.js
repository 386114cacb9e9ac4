"use strict";
// What the numbers of the training say, in words, with a button that does what they advise; and buttons that
// bring about what can go wrong.
{
  const { causes, findings, fold, make, settings, training, words } = groundup;
  const title = make("h3", { hidden: true });
  const meaning = make("p", {});
  const advice = make("p", {});
  const take = make("button", { type: "button", textContent: words("trials.take"), hidden: true });
  const said = make("div", { className: "train-said", role: "status" }, title, meaning, advice);
  const buttons = causes.map(({ kind, change }) => {
    const button = make("button", { type: "button", textContent: words(`diagnosis.${kind}.trial`), data: { trial: kind } });
    button.addEventListener("click", () => attempt({ ...settings.DEFAULT, ...change }, words(`diagnosis.${kind}.run`)));
    return button;
  });
  const element = make("div", { className: "train-trials" }, said, make("div", { className: "tools" }, take),
    fold(words("trials.title"),
      make("p", { textContent: words("trials.about") }),
      make("div", { className: "tools" }, ...buttons)));

  async function attempt(how, name) {
    await training.begin(how, { name });
    training.go();
  }

  take.addEventListener("click", () => attempt({ ...training.state.how, eta: training.state.eta, ...findings.now.change }));

  let shown = "";
  training.listen(() => {
    const found = findings.now ?? { kind: "", title: "", words: words("trials.nothing"), advice: "", change: null };
    said.dataset.kind = found.kind;
    take.hidden = !found.change;
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
