// CSV, to be sent and to be saved.
import { saveBlob } from "../components/save.ts";

export function csvLine(cells: string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

// With the mark that makes Excel read it as UTF-8.
export function saveCsv(name: string, rows: string[][]): void {
  const text = ["\ufeff", rows.map(csvLine).join("\r\n")];
  saveBlob(new Blob(text, { type: "text/csv;charset=utf-8" }), name);
}
