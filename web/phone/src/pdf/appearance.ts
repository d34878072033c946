// What the visible signature looks like: drawn words, or the seal of the person's name.
export interface Appearance {
  width: number;
  height: number;
  rgba: Uint8Array;
  url: string; // the same picture for the screen
  // The share of the page's width that it takes at first.
  share: number;
}

function painted(
  width: number,
  height: number,
  share: number,
  paint: (context: CanvasRenderingContext2D) => void,
): Appearance {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  paint(context);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, rgba: new Uint8Array(data.buffer), url: canvas.toDataURL("image/png"), share };
}

const fonts = '"PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

// The name large, the lines below it small.
export function wordsAppearance(name: string, lines: string[]): Appearance {
  const [width, row, top] = [720, 44, 116];
  const height = top + lines.length * row + 20;
  return painted(width, height, 0.42, (context) => {
    context.strokeStyle = "#0f4fa8";
    context.lineWidth = 4;
    context.strokeRect(2, 2, width - 4, height - 4);
    context.fillStyle = "#10233f";
    context.textBaseline = "alphabetic";
    context.font = `600 72px ${fonts}`;
    context.fillText(name, 28, 88, width - 56);
    context.fillStyle = "#3c4a5c";
    context.font = `30px ${fonts}`;
    lines.forEach((line, place) => context.fillText(line, 28, top + row * place + 26, width - 56));
  });
}

const sealPixels = 640; // a seal is 20 mm or less: more than 600 dots an inch

export async function sealAppearance(png: Blob): Promise<Appearance> {
  const bitmap = await createImageBitmap(png);
  const scale = Math.min(1, sealPixels / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  return painted(width, height, 0.16, (context) => context.drawImage(bitmap, 0, 0, width, height));
}
