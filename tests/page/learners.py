"""The page's learners in Node and in browsers, without the page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from groundup.page import recogniser
from groundup.page.building import KERNEL, static
from groundup.page.digits import deflated, digits
from groundup.page.encoding import dense
from scripts import javascript
from scripts.wasm import scripts

PACKED = digits(1200)
PARTS = (
    "words", "store", "decode", "recogniser", "hashes", "randomness", "digits", "initialisation",
    "settings", "advice", "codes", "learner", "measures", "diagnosis", "causes", "models",
    "session",
)  # fmt: skip
OPEN = """async () => {
  globalThis.kernel = await GroundupKernel.open(await groundup.digits.inflated(kernelText));
  globalThis.data = await groundup.digits.load();
  const kept = ({ x, y }) => ({ x: kernel.keep(x), y, pixels: x });
  globalThis.held = { train: kept(data.train), validation: kept(data.validation) };
}"""
LEARN = """({ how, batches, events }) => {
  const { train, validation } = data;
  how = { ...groundup.settings.DEFAULT, ...how };
  const wrong = groundup.settings.problem(how);
  if (wrong) throw new Error(wrong);
  const learner = new groundup.Learner(kernel, train, how, { events });
  for (const count of batches) learner.learn(count);
  const points = [groundup.measures.point(learner, validation)];
  const layers = groundup.measures.layers(learner, validation, groundup.initialisation.made(how).w);
  const diagnosis = groundup.diagnosis.diagnose({ points, layers, how, eta: how.eta });
  return { ...learner.network, at: learner.at, points, kind: diagnosis?.kind };
}"""


def page_scripts() -> list[str]:
    carried = {
        "digits": {"train": PACKED.train, "validation": PACKED.validation},
        "recogniser": {"functions": recogniser.FUNCTIONS, "text": recogniser.TEXT, "seeing": ""},
        "texts": json.loads(static("texts.json")),
    }
    kernel_text = dense(deflated((KERNEL / "kernel.wasm").read_bytes()))
    shell = f"""
        globalThis.kernelText = "{kernel_text}";
        const digits = {{ textContent: "{dense(PACKED.data)}" }};
        globalThis.groundup = {{ carried: {json.dumps(carried)}, find: () => digits }};
    """
    return [*scripts(), shell, *(static(f"{name}.js") for name in PARTS)]


def opened(where: str) -> Iterator[javascript.Call]:
    if reason := javascript.missing(where):
        pytest.skip(reason)
    with javascript.opened(where, page_scripts()) as call:
        call(OPEN)
        yield call
