// What was drawn: strokes of points in the pad's own units. Pure.

export interface Point {
  x: number;
  y: number;
}
export type Stroke = Point[];

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function boxOf(strokes: readonly Stroke[]): Box | undefined {
  const points = strokes.flat();
  if (points.length === 0) return undefined;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

// A tap or a dash is no signature.
export function isSignature(strokes: readonly Stroke[]): boolean {
  const box = boxOf(strokes);
  const points = strokes.reduce((count, stroke) => count + stroke.length, 0);
  return box !== undefined && points >= 12 && box.width >= 40 && box.height >= 20;
}
