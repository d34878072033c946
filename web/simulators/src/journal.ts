import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * An append-only file of JSON lines. `append` returns once the line is on disk, so that whatever
 * was answered to a client is still known after kill -9. A line torn by a crash is cut off when the
 * file is opened: nobody was told about it.
 */
export class Journal<Entry> {
  private constructor(
    private readonly descriptor: number,
    /** What the file held when it was opened, oldest first. */
    readonly entries: readonly Entry[],
  ) {}

  static open<Entry>(path: string): Journal<Entry> {
    mkdirSync(dirname(path), { recursive: true });
    const entries: Entry[] = [];
    if (existsSync(path)) {
      const content = readFileSync(path);
      const complete = content.lastIndexOf(0x0a) + 1;
      if (complete !== content.length) truncateSync(path, complete);
      for (const line of content.subarray(0, complete).toString("utf8").split("\n")) {
        if (line !== "") entries.push(JSON.parse(line) as Entry);
      }
    }
    return new Journal<Entry>(openSync(path, "a", 0o600), entries);
  }

  append(entry: Entry): void {
    writeSync(this.descriptor, JSON.stringify(entry) + "\n");
    fsyncSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
