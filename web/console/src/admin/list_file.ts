// Lists of people from what offices really have: CSV in two encodings, or a workbook; headings in Chinese or as the
// front wants them. What the front gets is CSV whose lines are the file's rows, so that both count alike.
import { Refusal } from "../errors.ts";
import { csvLine } from "./csv.ts";

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

// A cell that the front can't judge, because the workbook no longer holds what was typed.
export interface CellError {
  row: number;
  field: string;
  code: "cell_is_date" | "cell_lost_digits";
}

export interface ListFile {
  csv: string;
  errors: CellError[]; // their rows are empty lines of the CSV
}

type Cell = string | number | boolean | Date | null;

// Excel keeps 15 digits of a number.
const mostDigits = 15;

function heading(cell: string): string {
  const plain = cell.trim();
  return headings[plain] ?? plain.toLowerCase();
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

// One line a row whatever its cells hold; blanks that align Chinese names are none.
function text(cell: Cell): string {
  return String(cell ?? "")
    .trim()
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, "")
    .replace(/\s+/g, " ");
}

// Numbers come as they are written in the file, "1.10101E+17" among them.
function faultOf(cell: Cell): CellError["code"] | undefined {
  if (cell instanceof Date) return "cell_is_date";
  if (typeof cell === "number" && !(Number.isInteger(cell) && Math.abs(cell) < 10 ** mostDigits))
    return "cell_lost_digits";
  return undefined;
}

function csvOfRows(rows: Cell[][]): ListFile {
  const columns = (rows[0] ?? []).map((cell) => heading(text(cell)));
  const errors: CellError[] = [];
  const lines = rows.slice(1).map((cells, index) => {
    if (cells.every((cell) => text(cell) === "")) return "";
    const found = cells.flatMap((cell, at) => {
      const code = faultOf(cell);
      return code ? [{ row: index + 2, field: columns[at] ?? "", code }] : [];
    });
    errors.push(...found);
    return found.length > 0 ? "" : csvLine(cells.map(text));
  });
  return { csv: [csvLine(columns), ...lines].join("\n") + "\n", errors };
}

async function fromWorkbook(file: File): Promise<ListFile> {
  const { readSheet } = await import("read-excel-file/browser");
  let rows: Cell[][];
  try {
    rows = (await readSheet(file)) as Cell[][];
  } catch {
    throw new Refusal("list_damaged");
  }
  if (rows.length === 0) throw new Refusal("list_empty");
  return csvOfRows(rows);
}

// What a file is says its beginning, not its name: a workbook is a ZIP file, one of before 2007 a compound file.
export async function readList(file: File): Promise<ListFile> {
  const bytes = await file.arrayBuffer();
  if (bytes.byteLength === 0) throw new Refusal("list_empty");
  const magic = new DataView(bytes).byteLength < 4 ? 0 : new DataView(bytes).getUint32(0);
  if (magic === 0x504b0304) return fromWorkbook(file);
  if (magic === 0xd0cf11e0) throw new Refusal("list_old_workbook");
  if (/\.xlsx$/i.test(file.name)) throw new Refusal("list_damaged");
  return { csv: withHeadings(decoded(bytes)), errors: [] };
}
