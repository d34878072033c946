// PDF files for the device to sign, and what others say of the results.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { run } from "../../../scripts/demo/commands.mjs";

// One empty page of 300 by 200 points, with the cross-reference table that belongs to it.
export function smallPdf() {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << >> >>",
  ];
  let text = "%PDF-1.7\n";
  let table = "0000000000 65535 f \n";
  objects.forEach((object, index) => {
    table += `${String(text.length).padStart(10, "0")} 00000 n \n`;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  });
  const section = text.length;
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${section}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}

// Programs that read a file in `folder`.
export class Judges {
  constructor(folder) {
    this.folder = folder;
  }

  // The file with its objects packed, which the module has the host unpack.
  async packed(bytes) {
    const output = path.join(this.folder, "packed.pdf");
    await run("qpdf", ["--object-streams=generate", this.#write(bytes), output]);
    return new Uint8Array(readFileSync(output));
  }

  async check(bytes) {
    const file = this.#write(bytes);
    await run("qpdf", ["--check", file]);
    return run("pdfsig", [file]).catch((error) => error.stdout);
  }

  #write(bytes) {
    const file = path.join(this.folder, "document.pdf");
    writeFileSync(file, bytes);
    return file;
  }
}
