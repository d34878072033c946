// Lists of people as CSV, from what offices really have: CSV in two encodings, or a workbook; headings in Chinese or as
// the front wants them.
const headings: Record<string, string> = {
  手机号: "phone",
  手机号码: "phone",
  电话号码: "phone",
  姓名: "name",
  用户名称: "name",
  证件号码: "document_number",
  身份证号: "document_number",
  身份证号码: "document_number",
};

function heading(cell: string): string {
  const plain = cell.trim().replace(/^\ufeff/, "");
  return headings[plain] ?? plain.toLowerCase();
}

export function csvLine(cells: string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

// UTF-8, or else GB 18030, which Excel writes.
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

function withHeadings(text: string): string {
  const end = text.search(/\r?\n/);
  const first = end < 0 ? text : text.slice(0, end);
  return (
    csvLine(first.split(",").map((cell) => heading(cell.replace(/^"(.*)"$/, "$1")))) +
    text.slice(first.length)
  );
}

async function fromWorkbook(file: File): Promise<string> {
  const { default: readWorkbook } = await import("read-excel-file");
  const rows = await readWorkbook(file);
  const [first, ...others] = rows.map((row) =>
    row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? "").trim())),
  );
  const lines = others.filter((row) => row.some((cell) => cell !== "")).map(csvLine);
  return [csvLine((first ?? []).map(heading)), ...lines].join("\n") + "\n";
}

export async function csvOf(file: File): Promise<string> {
  if (/\.xlsx$/i.test(file.name)) return fromWorkbook(file);
  return withHeadings(decoded(await file.arrayBuffer()));
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
