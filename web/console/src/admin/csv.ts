// CSV, to be sent and to be saved.

export function csvLine(cells: string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

// With the mark that makes Excel read it as UTF-8.
export function saveCsv(name: string, rows: string[][]): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(
    new Blob(["\ufeff", rows.map(csvLine).join("\r\n")], { type: "text/csv;charset=utf-8" }),
  );
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
