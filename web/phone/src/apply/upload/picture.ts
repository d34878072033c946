// Photographs of documents: read upright, made small enough to handle, turned, cut, and written as JPEG.
import { type Crop, fitted, pixels } from "../model/crop";

// Enough for an A4 page at 240 dpi; the front keeps 4000 at most.
export const longestSide = 2800;
const quality = 0.88;

function canvasOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  return [canvas, context];
}

// Undefined for what this browser cannot show, for example HEIC; the front may still take it as it is.
export async function readPicture(file: Blob): Promise<HTMLCanvasElement | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return undefined;
  }
  const [width, height] = fitted(bitmap.width, bitmap.height, longestSide);
  const [canvas, context] = canvasOf(width, height);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return canvas;
}

// A quarter to the right.
export function turnPicture(picture: HTMLCanvasElement): HTMLCanvasElement {
  const [canvas, context] = canvasOf(picture.height, picture.width);
  context.translate(picture.height, 0);
  context.rotate(Math.PI / 2);
  context.drawImage(picture, 0, 0);
  return canvas;
}

export function writePicture(picture: HTMLCanvasElement, crop: Crop): Promise<Blob> {
  const [x, y, width, height] = pixels(crop, picture.width, picture.height);
  const [canvas, context] = canvasOf(width, height);
  context.drawImage(picture, x, y, width, height, 0, 0, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no JPEG"))), "image/jpeg", quality),
  );
}
