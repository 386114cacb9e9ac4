"use strict";
// A film of pictures, step by step: played, paused, gone through by a slider, and saved as a picture.
{
  const { make, words } = groundup;
  const PAUSE = 60; // milliseconds from picture to picture
  const SCALE = 10; // of a saved picture

  /** Gives the reader canvases, side by side, as a picture. */
  function save(name, canvases) {
    const whole = make("canvas", { width: canvases.length * 29 * SCALE - SCALE, height: 28 * SCALE });
    const context = whole.getContext("2d");
    context.imageSmoothingEnabled = false;
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--paper");
    context.fillRect(0, 0, whole.width, whole.height);
    canvases.forEach((canvas, i) => context.drawImage(canvas, i * 29 * SCALE, 0, 28 * SCALE, 28 * SCALE));
    whole.toBlob((blob) => {
      const url = URL.createObjectURL(blob);
      make("a", { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
  }

  /** {element, show(frames)}: paint(frame) paints one; `canvases` and `name()` are what is saved. */
  groundup.film = ({ paint, canvases, name }) => {
    const slider = make("input", { type: "range", min: 0, value: 0, aria: { label: words("film.step") } });
    const play = make("button", { type: "button", textContent: words("film.play") });
    const keep = make("button", { type: "button", textContent: words("film.save") });
    const element = make("div", { className: "film", hidden: true }, slider, make("div", { className: "tools" }, play, keep));
    let frames = [];
    let timer = 0;

    function go(index) {
      slider.value = index;
      paint(frames[index], index, frames);
    }

    function stop() {
      clearInterval(timer);
      timer = 0;
      play.textContent = words("film.play");
    }

    function start(from = 0) {
      stop();
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return go(frames.length - 1);
      go(from);
      play.textContent = words("film.pause");
      timer = setInterval(() => {
        const next = Number(slider.value) + 1;
        if (next >= frames.length) stop();
        else go(next);
      }, Math.max(PAUSE, 1500 / frames.length));
    }

    slider.addEventListener("input", () => {
      stop();
      go(Number(slider.value));
    });
    play.addEventListener("click", () => {
      const at = Number(slider.value);
      if (timer) stop();
      else start(at >= frames.length - 1 ? 0 : at);
    });
    keep.addEventListener("click", () => save(name(), canvases));
    return {
      element,
      /** Plays these, [{x, outputs}]. */
      show(others) {
        frames = others;
        slider.max = frames.length - 1;
        element.hidden = false;
        start();
      },
      /** It was about something that is no more. */
      clear() {
        stop();
        frames = [];
        element.hidden = true;
      },
      repaint: () => frames.length && go(Number(slider.value)),
    };
  };
}
