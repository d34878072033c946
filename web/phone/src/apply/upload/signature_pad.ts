// Draws what a finger or a pen writes, and gives it as a small PNG with a clear ground.
import { boxOf, isSignature, type Point, type Stroke } from "../model/strokes";

const inkWidth = 3;
const margin = 10;
const largestWidth = 900;
const ink = "#10243f";

function draw(context: CanvasRenderingContext2D, strokes: readonly Stroke[]): void {
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = inkWidth;
  context.strokeStyle = ink;
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach((point, i) => {
      const before = stroke[i - 1];
      if (!before) return context.moveTo(point.x, point.y);
      // Through the middles, so that corners of the sampling do not show.
      context.quadraticCurveTo(before.x, before.y, (before.x + point.x) / 2, (before.y + point.y) / 2);
    });
    const last = stroke.at(-1);
    if (last) context.lineTo(last.x, last.y);
    context.stroke();
  }
}

export class SignaturePad {
  #strokes: Stroke[] = [];
  #now: Stroke | undefined;
  readonly #ended = new AbortController();
  readonly #sizes: ResizeObserver;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onDrawn: () => void,
  ) {
    const { signal } = this.#ended;
    canvas.addEventListener("pointerdown", (event) => this.#begin(event), { signal });
    canvas.addEventListener("pointermove", (event) => this.#go(event), { signal });
    for (const end of ["pointerup", "pointercancel"])
      canvas.addEventListener(end, () => (this.#now = undefined), { signal });
    this.#sizes = new ResizeObserver(() => this.#redraw());
    this.#sizes.observe(canvas);
  }

  close(): void {
    this.#ended.abort();
    this.#sizes.disconnect();
  }

  clear(): void {
    this.#strokes = [];
    this.#redraw();
  }

  // Undefined if there is too little to be a signature.
  picture(): Promise<Blob | undefined> {
    const box = boxOf(this.#strokes);
    if (!box || !isSignature(this.#strokes)) return Promise.resolve(undefined);
    const scale = Math.min(3, largestWidth / (box.width + 2 * margin));
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil((box.width + 2 * margin) * scale);
    canvas.height = Math.ceil((box.height + 2 * margin) * scale);
    const context = canvas.getContext("2d")!;
    context.scale(scale, scale);
    context.translate(margin - box.left, margin - box.top);
    draw(context, this.#strokes);
    return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/png"));
  }

  #point(event: PointerEvent): Point {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #begin(event: PointerEvent): void {
    this.canvas.setPointerCapture(event.pointerId);
    this.#now = [this.#point(event)];
    this.#strokes.push(this.#now);
    this.onDrawn();
  }

  #go(event: PointerEvent): void {
    if (!this.#now) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length > 0 ? all : [event]) this.#now.push(this.#point(each));
    this.#redraw();
  }

  #redraw(): void {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.canvas;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.scale(ratio, ratio);
    draw(context, this.#strokes);
  }
}
