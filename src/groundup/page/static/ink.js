"use strict";
// The canvas: strokes by mouse, touch, pen or keyboard, shown as smooth lines. A drawing is a list
// of strokes, a stroke a list of [x, y], in units of the canvas's side.
{
  const CLOSEST = 0.004; // points nearer than this to the last one are left out
  const MARGIN = 0.5; // how far beyond the canvas a line may go
  const MOST_POINTS = 5000;
  const STEP = 1 / 28; // of an arrow key

  const { find, trace } = groundup;
  const canvas = find("canvas");
  const context = canvas.getContext("2d");
  const state = { strokes: [], pen: null, stroke: null, cursor: null };
  const listeners = [];
  let cleared = []; // strokes that Clear took
  let waiting = false;

  const changed = (kind) => {
    show();
    for (const listener of listeners) listener(state.strokes, kind);
  };

  /** Whether this is a drawing: what comes from elsewhere may be anything. */
  const sound = (strokes) => isList(strokes, (stroke) => isList(stroke, (point) => isList(point, Number.isFinite) && point.length === 2));
  const isList = (value, fits) => Array.isArray(value) && value.length > 0 && value.every((part) => fits(part));

  /** Draws all, at the next frame. */
  function show() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }

  function draw() {
    const side = Math.max(1, Math.round(canvas.clientWidth * (window.devicePixelRatio || 1)));
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const style = getComputedStyle(canvas);
    context.clearRect(0, 0, side, side);
    trace(context, state.strokes, side, style.color);
    if (state.cursor && document.activeElement === canvas) {
      context.strokeStyle = style.getPropertyValue("--accent");
      context.lineWidth = side / 200;
      context.beginPath();
      const [x, y] = state.cursor;
      context.arc(x * side, y * side, (trace.WIDTH * side) / (state.stroke ? 2 : 1.4), 0, 2 * Math.PI);
      context.stroke();
    }
  }

  function pointOf(event) {
    const box = canvas.getBoundingClientRect();
    const place = (value) =>
      Math.round(1e4 * Math.min(Math.max(value, -MARGIN), 1 + MARGIN)) / 1e4;
    return [place((event.clientX - box.left) / box.width), place((event.clientY - box.top) / box.height)];
  }

  function add(point) {
    const [x, y] = state.stroke.at(-1);
    if (Math.hypot(point[0] - x, point[1] - y) < CLOSEST) return false;
    if (state.strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= MOST_POINTS) return false;
    state.stroke.push(point);
    return true;
  }

  function begin(point) {
    state.stroke = [point];
    state.strokes.push(state.stroke);
    changed("drawn");
  }

  function end() {
    if (!state.stroke) return;
    state.pen = state.stroke = null;
    changed("stroke");
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (state.pen !== null || event.button !== 0) return; // one pen, finger or button at a time
    end(); // what the keyboard has begun
    canvas.setPointerCapture(event.pointerId);
    state.pen = event.pointerId;
    state.cursor = null;
    begin(pointOf(event));
  });

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== state.pen) return;
    const between = event.getCoalescedEvents?.() ?? [];
    const points = (between.length ? between : [event]).map(pointOf);
    if (points.map(add).some(Boolean)) changed("drawn");
  });

  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(name, (event) => event.pointerId === state.pen && end());
  }
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());

  // Arrow keys move a cursor (with Shift by little); Space puts the pen down and lifts it.
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || state.pen !== null) return;
    state.cursor ??= [0.5, 0.25];
    if (event.key === " ") {
      if (state.stroke) end();
      else begin([...state.cursor]);
    } else if (event.key in ARROWS) {
      const step = event.shiftKey ? STEP / 4 : STEP;
      state.cursor = ARROWS[event.key].map((way, i) =>
        Math.min(Math.max(state.cursor[i] + way * step, 0), 1),
      );
      if (state.stroke && add([...state.cursor])) changed("drawn");
      else show();
    } else return;
    event.preventDefault();
  });
  canvas.addEventListener("focus", show);
  canvas.addEventListener("blur", () => {
    if (state.pen === null) end();
    show();
  });

  new ResizeObserver(show).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);

  groundup.ink = {
    sound,
    get strokes() {
      return state.strokes;
    },
    /** Calls back with the strokes and "drawn" (the pen is down), "stroke", "undo", "clear" or
     * "load". */
    listen: (listener) => listeners.push(listener),
    undo() {
      state.pen = state.stroke = null;
      if (!state.strokes.length && cleared.length) [state.strokes, cleared] = [cleared, []];
      else if (!state.strokes.pop()) return;
      changed("undo");
    },
    clear() {
      state.pen = state.stroke = null;
      if (state.strokes.length) cleared = state.strokes; // Undo brings it back
      state.strokes = [];
      changed("clear");
    },
    load(strokes) {
      state.pen = state.stroke = null;
      state.strokes = structuredClone(strokes);
      changed("load");
    },
  };
}
