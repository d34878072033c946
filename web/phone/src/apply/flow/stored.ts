// Values that outlive the page: a storage that the browser refuses is replaced by memory.
const memory = new Map<string, string>();

export class Stored<T> {
  constructor(
    private readonly storage: () => Storage,
    private readonly name: string,
  ) {}

  read(): T | undefined {
    let text = memory.get(this.name) ?? null;
    try {
      text = this.storage().getItem(this.name) ?? text;
    } catch {
      // Refused: what memory has.
    }
    if (text === null) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      return undefined;
    }
  }

  write(value: T | undefined): void {
    memory.delete(this.name);
    const text = value === undefined ? undefined : JSON.stringify(value);
    try {
      if (text === undefined) this.storage().removeItem(this.name);
      else this.storage().setItem(this.name, text);
    } catch {
      if (text !== undefined) memory.set(this.name, text);
    }
  }
}
