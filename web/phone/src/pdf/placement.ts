// Where the visible signature stands on its page, in CSS pixels from the page's upper left corner.
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Area {
  width: number;
  height: number;
}

const smallest = 32; // pixels: smaller can't be seen, nor held by a finger

// The box with its proportions, within the page.
export function within(box: Box, page: Area, ratio: number): Box {
  const most = Math.min(page.width, page.height * ratio);
  const width = Math.min(Math.max(box.width, Math.min(most, smallest * Math.max(1, ratio))), most);
  const height = width / ratio;
  return {
    width,
    height,
    x: Math.min(Math.max(0, box.x), page.width - width),
    y: Math.min(Math.max(0, box.y), page.height - height),
  };
}

// Where signatures usually stand: at the lower right.
export function usualPlace(page: Area, ratio: number, share: number): Box {
  const width = page.width * share;
  const height = width / ratio;
  return within({ x: page.width * 0.92 - width, y: page.height * 0.9 - height, width, height }, page, ratio);
}

interface Converter {
  convertToPdfPoint(x: number, y: number): number[];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

// Left, bottom, right, top in points of the page as it is in the file, whichever way it is turned for display.
export function inPoints(box: Box, viewport: Converter): [number, number, number, number] {
  const [x1 = 0, y1 = 0] = viewport.convertToPdfPoint(box.x, box.y);
  const [x2 = 0, y2 = 0] = viewport.convertToPdfPoint(box.x + box.width, box.y + box.height);
  return [
    rounded(Math.min(x1, x2)),
    rounded(Math.min(y1, y2)),
    rounded(Math.max(x1, x2)),
    rounded(Math.max(y1, y2)),
  ];
}
