"use strict";
// Whether an answer is one. By these rules groundup's own network is unsure of 2 in 100 of the MNIST
// digits that it reads rightly, and of more than half of those that it does not. Ink is bounded by
// that of MNIST digits that were drawn again with the page's pen. (tests/page/test_verdict.py)
{
  const OTHER = 0.25; // no output is above this: it is no digit
  const LOW = 0.5; // no output is above this: nothing looks right
  const CLOSE = 0.2; // the second is this near to the first: two look right
  const MOST_INK = 200; // pixels' worth; more is a scribble
  const LEAST_INK = 40; // less is a dot or a speck

  /** {kind, digit, second}: "nothing" drawn, a "scribble", a "dot", "other" than a digit, "low",
   * "close" or "sure"; or "own", where the reader's Python gives another digit than that of the largest output. */
  function judge(pixels, digit, activations) {
    const ink = pixels.reduce((sum, value) => sum + value, 0) / 255;
    if (ink === 0) return { kind: "nothing" };
    if (ink > MOST_INK) return { kind: "scribble", digit };
    if (ink < LEAST_INK) return { kind: "dot", digit };
    if (!activations) return { kind: "sure", digit };
    const outputs = activations.at(-1);
    const second = runnerUp(outputs, digit);
    if (outputs[second] > outputs[digit]) return { kind: "own", digit, second };
    if (outputs[digit] < OTHER) return { kind: "other", digit, second };
    if (!(outputs[digit] >= LOW)) return { kind: "low", digit, second };
    if (outputs[digit] - outputs[second] < CLOSE) return { kind: "close", digit, second };
    return { kind: "sure", digit, second };
  }

  /** The largest output but for the digit's. */
  function runnerUp(outputs, digit) {
    let best = digit === 0 ? 1 : 0;
    outputs.forEach((output, other) => {
      if (other !== digit && output > outputs[best]) best = other;
    });
    return best;
  }

  groundup.verdict = { judge, runnerUp };
}
