"use strict";
// From strokes to the 28×28 pixels that the network takes: what groundup/page/preprocessing.py
// specifies, statement for statement, to the byte. The constants come from there.
{
  const { SIZE, BOX, MIDDLE, RADIUS, EDGE, SMALLEST, FARTHEST } = groundup.carried.preprocessing;

  /** The pixels of a drawing, 784 bytes, 0 for paper to 255 for ink. */
  function preprocess(strokes) {
    let segments = segmentsOf(strokes);
    if (segments.length === 0) return new Uint8Array(SIZE * SIZE);
    let left = Infinity;
    let right = -Infinity;
    let top = Infinity;
    let bottom = -Infinity;
    for (const [ax, ay, bx, by] of segments) {
      left = Math.min(left, ax, bx);
      right = Math.max(right, ax, bx);
      top = Math.min(top, ay, by);
      bottom = Math.max(bottom, ay, by);
    }
    const scale = (BOX - 2 * RADIUS) / Math.max(right - left, bottom - top, SMALLEST);
    const middleX = (left + right) / 2;
    const middleY = (top + bottom) / 2;
    segments = segments.map(([ax, ay, bx, by]) => [
      (ax - middleX) * scale,
      (ay - middleY) * scale,
      (bx - middleX) * scale,
      (by - middleY) * scale,
    ]);
    const [x, y] = centreOfMass(render(segments, MIDDLE, MIDDLE));
    return render(segments, MIDDLE + (MIDDLE - x), MIDDLE + (MIDDLE - y));
  }

  /** From each point to the next; a stroke of one point is a segment from it to itself. */
  function segmentsOf(strokes) {
    const segments = [];
    for (const stroke of strokes) {
      for (let i = 0; i < stroke.length; i++) {
        const [x, y] = stroke[i];
        if (!(-FARTHEST <= x && x <= FARTHEST && -FARTHEST <= y && y <= FARTHEST)) {
          throw new RangeError(`a point at (${x}, ${y}) is no point of a drawing`);
        }
        if (i > 0) segments.push([stroke[i - 1][0], stroke[i - 1][1], x, y]);
        else if (stroke.length === 1) segments.push([x, y, x, y]);
      }
    }
    return segments;
  }

  /** The segments' ink, with their (0, 0) at the origin, pixels from the image's corner. */
  function render(segments, originX, originY) {
    const placed = segments.map(([ax, ay, bx, by]) => [
      ax + originX,
      ay + originY,
      bx - ax,
      by - ay,
    ]);
    const image = new Uint8Array(SIZE * SIZE);
    for (let row = 0; row < SIZE; row++) {
      for (let column = 0; column < SIZE; column++) {
        const x = column + 0.5; // the pixel's middle
        const y = row + 0.5;
        let nearest = Infinity;
        for (const segment of placed) {
          nearest = Math.min(nearest, squaredDistance(x, y, segment));
        }
        const ink = (RADIUS - Math.sqrt(nearest)) / EDGE + 0.5;
        image[row * SIZE + column] = Math.floor(255 * Math.min(Math.max(ink, 0), 1) + 0.5);
      }
    }
    return image;
  }

  /** From a point to the nearest point of a segment. */
  function squaredDistance(x, y, segment) {
    const [ax, ay, dx, dy] = segment;
    const squaredLength = dx * dx + dy * dy;
    let share = 0; // of the way, at which the segment is nearest
    if (squaredLength > 0) {
      share = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / squaredLength, 0), 1);
    }
    const awayX = x - (ax + share * dx);
    const awayY = y - (ay + share * dy);
    return awayX * awayX + awayY * awayY;
  }

  /** x and y of the pixels' middles, weighted by their ink. */
  function centreOfMass(image) {
    let mass = 0;
    let x = 0;
    let y = 0;
    image.forEach((ink, i) => {
      mass += ink;
      x += ink * (i % SIZE);
      y += ink * Math.floor(i / SIZE);
    });
    return [x / mass + 0.5, y / mass + 0.5];
  }

  groundup.preprocess = preprocess;
}
