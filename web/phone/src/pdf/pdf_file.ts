// Showing PDF files with pdf.js, which is large and loaded only when a file is opened. It runs without eval, and fetches
// character maps and fonts from the app itself.
import type { PDFDocumentProxy } from "pdfjs-dist";

type Urls = Record<string, string>;

const maps = import.meta.glob<string>("../../../node_modules/pdfjs-dist/cmaps/*.bcmap", {
  eager: true,
  query: "?url",
  import: "default",
});
const fonts = import.meta.glob<string>("../../../node_modules/pdfjs-dist/standard_fonts/*.{ttf,pfb}", {
  eager: true,
  query: "?url",
  import: "default",
});

const byName = (urls: Urls): Map<string, string> =>
  new Map(Object.entries(urls).map(([path, url]) => [path.replace(/^.*\//, ""), url]));
const mapUrls = byName(maps);
const fontUrls = byName(fonts);

async function bytesAt(url: string | undefined): Promise<Uint8Array> {
  if (url === undefined) throw new Error("not among the app's files");
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

class MapReader {
  async fetch({ name }: { name: string }): Promise<{ cMapData: Uint8Array; isCompressed: boolean }> {
    return { cMapData: await bytesAt(mapUrls.get(`${name}.bcmap`)), isCompressed: true };
  }
}

class FontReader {
  fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    return bytesAt(fontUrls.get(filename));
  }
}

// The bytes stay the caller's. Throws what pdf.js finds wrong with them.
export async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const [pdfjs, worker] = await Promise.all([
    import("pdfjs-dist/legacy/build/pdf.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker&url"),
  ]);
  pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
  return pdfjs.getDocument({
    data: bytes.slice(),
    isEvalSupported: false,
    enableXfa: false,
    useWorkerFetch: false,
    CMapReaderFactory: MapReader,
    StandardFontDataFactory: FontReader,
  }).promise;
}
