// PDF scans as pictures, one canvas a page. pdf.js comes with the first one that is opened.
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";

const wide = 1500; // pixels across, enough to read print when zoomed
const mostPages = 20;

export async function renderPdf(blob: Blob): Promise<HTMLCanvasElement[]> {
  const pdfjs = await import("pdfjs-dist");
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
  const task = pdfjs.getDocument({
    data: new Uint8Array(await blob.arrayBuffer()),
    isEvalSupported: false,
    enableXfa: false,
    stopAtErrors: false,
  });
  const document_ = await task.promise;
  try {
    const pages: HTMLCanvasElement[] = [];
    for (let number = 1; number <= Math.min(document_.numPages, mostPages); number += 1) {
      const page = await document_.getPage(number);
      const natural = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: wide / natural.width });
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      const canvasContext = canvas.getContext("2d");
      if (!canvasContext) break;
      await page.render({ canvasContext, viewport }).promise;
      pages.push(canvas);
    }
    return pages;
  } finally {
    await task.destroy();
  }
}
