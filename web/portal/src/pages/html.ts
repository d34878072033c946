/** HTML that is escaped unless it is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

const replacements: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function insert(value: string | number | Html | Html[]): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map((part) => part.text).join("");
  return String(value).replace(/[&<>"']/g, (character) => replacements[character] as string);
}

/** A template whose inserted texts are escaped; put attribute values in double quotes. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Html | Html[])[]): Html {
  return new Html(
    parts
      .map((part, index) => part + (index < values.length ? insert(values[index] as string) : ""))
      .join(""),
  );
}

export const nothing = new Html("");
