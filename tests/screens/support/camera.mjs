// What a phone's camera sees: a file that Chromium plays as its camera, made of what a page really shows.
import { renameSync, writeFileSync } from "node:fs";

export class Camera {
  constructor(file) {
    this.file = file;
  }

  // Chromium reads the file each time the camera is opened: point it first, then open the scanner.
  async pointAt(page, locator) {
    const target = locator ?? page.locator("#qr");
    await target.waitFor();
    const box = await target.boundingBox();
    const viewport = page.viewportSize();
    // All frames have one size, and the code lies in the picture as it does before a phone held up to a screen.
    const width = Math.min(640, viewport.width);
    const height = Math.min(480, viewport.height);
    const x = Math.max(0, Math.min(viewport.width - width, box.x + box.width / 2 - width / 2));
    const y = Math.max(0, Math.min(viewport.height - height, box.y + box.height / 2 - height / 2));
    this.show(
      await page.screenshot({ type: "jpeg", quality: 90, scale: "css", clip: { x, y, width, height } }),
    );
  }

  // Motion JPEG: the pictures one after the other. Replaced at once, so that no half-written one is played.
  show(jpeg) {
    const next = `${this.file}.next`;
    writeFileSync(next, Buffer.concat(Array.from({ length: 10 }, () => jpeg)));
    renameSync(next, this.file);
  }
}
