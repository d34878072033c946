// The part of a picture that is kept: a rectangle in parts of width and height, 0 to 1. Pure.

export interface Crop {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const whole: Crop = { left: 0, top: 0, right: 1, bottom: 1 };

export type Handle = "left" | "top" | "right" | "bottom";

const smallest = 0.1;

function within(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

// Moves the named edges by parts of the picture; they stay in it and apart.
export function moved(crop: Crop, handles: readonly Handle[], dx: number, dy: number): Crop {
  const next = { ...crop };
  if (handles.includes("left")) next.left = within(crop.left + dx, 0, crop.right - smallest);
  if (handles.includes("right")) next.right = within(crop.right + dx, crop.left + smallest, 1);
  if (handles.includes("top")) next.top = within(crop.top + dy, 0, crop.bottom - smallest);
  if (handles.includes("bottom")) next.bottom = within(crop.bottom + dy, crop.top + smallest, 1);
  return next;
}

// The same part after the picture was turned a quarter to the right.
export function turned(crop: Crop): Crop {
  return { left: 1 - crop.bottom, top: crop.left, right: 1 - crop.top, bottom: crop.right };
}

// In pixels of a picture of this size.
export function pixels(crop: Crop, width: number, height: number): [number, number, number, number] {
  const left = Math.round(crop.left * width);
  const top = Math.round(crop.top * height);
  return [left, top, Math.round(crop.right * width) - left, Math.round(crop.bottom * height) - top];
}

// The size that fits into a square of `longest`, never larger than it was.
export function fitted(width: number, height: number, longest: number): [number, number] {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}
