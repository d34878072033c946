// The little Markdown that agreements are written in, as a tree that screens build elements from: no HTML is ever parsed,
// so none can come in. What it does not know stays as text.

export interface Run {
  text: string;
  bold: boolean;
}

export type Block =
  | { kind: "heading"; level: number; runs: Run[] }
  | { kind: "paragraph"; runs: Run[] }
  | { kind: "list"; ordered: boolean; start: number; items: Run[][] }
  | { kind: "table"; head: Run[][]; rows: Run[][][] };

// Bold stands between ** and **.
export function runsOf(text: string): Run[] {
  const parts = text.split("**");
  // An odd number of marks: the last one is just two asterisks.
  if (parts.length % 2 === 0) parts.push(`${parts.splice(-2, 1)[0]}**${parts.pop()}`);
  return parts.map((part, i) => ({ text: part, bold: i % 2 === 1 })).filter((run) => run.text !== "");
}

function cells(line: string): Run[][] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => runsOf(cell.trim()));
}

const heading = /^(#{1,6})\s+(.*)$/;
const ordered = /^(\d{1,9})[.)]\s+(.*)$/;
const bullet = /^[-*+]\s+(.*)$/;
const rule = /^\s*\|?\s*:?-{2,}/;

function startsBlock(line: string): boolean {
  return heading.test(line) || ordered.test(line) || bullet.test(line) || line.startsWith("|");
}

// Chinese lines are joined without a space, others with one.
function joined(a: string, b: string): string {
  return /[\u2E80-\uFFEF]$/u.test(a) || /^[\u2E80-\uFFEF]/u.test(b) ? a + b : `${a} ${b}`;
}

class Lines {
  #next = 0;
  constructor(private readonly lines: string[]) {}
  get line(): string | undefined {
    return this.lines[this.#next];
  }
  take(): string {
    return this.lines[this.#next++] ?? "";
  }
  // The line and those that go on with it.
  paragraph(first: string): string {
    let text = first.trim();
    while (this.line !== undefined && this.line.trim() !== "" && !startsBlock(this.line))
      text = joined(text, this.take().trim());
    return text;
  }
}

function list(lines: Lines, form: RegExp): Block {
  const items: Run[][] = [];
  let start = 1;
  for (let found = form.exec(lines.line ?? ""); found; found = form.exec(lines.line ?? "")) {
    lines.take();
    if (items.length === 0 && form === ordered) start = Number(found[1]);
    items.push(runsOf(lines.paragraph(found[form === ordered ? 2 : 1] ?? "")));
    while (lines.line?.trim() === "") lines.take();
  }
  return { kind: "list", ordered: form === ordered, start, items };
}

function table(lines: Lines): Block {
  const head = cells(lines.take());
  if (rule.test(lines.line ?? "")) lines.take();
  const rows: Run[][][] = [];
  while (lines.line?.startsWith("|")) rows.push(cells(lines.take()));
  return { kind: "table", head, rows };
}

export function parseMarkdown(text: string): Block[] {
  const lines = new Lines(text.split(/\r?\n/));
  const blocks: Block[] = [];
  while (lines.line !== undefined) {
    const line = lines.line;
    const title = heading.exec(line);
    if (line.trim() === "") lines.take();
    else if (title) {
      lines.take();
      blocks.push({ kind: "heading", level: title[1]!.length, runs: runsOf(title[2]!) });
    } else if (ordered.test(line)) blocks.push(list(lines, ordered));
    else if (bullet.test(line)) blocks.push(list(lines, bullet));
    else if (line.startsWith("|")) blocks.push(table(lines));
    else blocks.push({ kind: "paragraph", runs: runsOf(lines.paragraph(lines.take())) });
  }
  return blocks;
}
