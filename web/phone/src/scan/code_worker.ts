// Finds QR codes in pictures, off the screen's thread; zxing's WebAssembly is fetched with the first picture.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

export interface CodeRequest {
  id: number;
  picture: ImageData | Blob;
  // A photograph may be searched longer than a camera frame.
  thorough: boolean;
}

export interface CodeAnswer {
  id: number;
  // Undefined: no code; null: the reader itself failed.
  text: string | undefined | null;
}

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

self.onmessage = async (event: MessageEvent<CodeRequest>) => {
  const { id, picture, thorough } = event.data;
  const answer: CodeAnswer = { id, text: null };
  try {
    const found = await readBarcodes(picture, {
      formats: ["QRCode"],
      tryHarder: thorough,
      tryRotate: thorough,
      tryInvert: thorough,
      maxNumberOfSymbols: 1,
    });
    answer.text = found.find((code) => code.isValid)?.text;
  } catch {
    answer.text = null;
  }
  self.postMessage(answer);
};
