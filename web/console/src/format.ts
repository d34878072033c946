// Times, sums and sizes as people read them.
import { language, text } from "./i18n.ts";

export function dateTime(seconds: number): string {
  return new Intl.DateTimeFormat(language(), {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(seconds * 1000);
}

export function day(seconds: number): string {
  return new Intl.DateTimeFormat(language(), { year: "numeric", month: "2-digit", day: "2-digit" }).format(
    seconds * 1000,
  );
}

// "3 小时", "1 天 4 小时"; minutes below an hour. Briefly, whole days are enough.
export function duration(seconds: number, brief = false): string {
  const minutes = Math.max(0, Math.floor(seconds / 60));
  if (minutes < 60) return text("format.minutes", { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return text("format.hours", { hours });
  if (brief) return text("format.whole_days", { days: Math.floor(hours / 24) });
  return text("format.days", { days: Math.floor(hours / 24), hours: hours % 24 });
}

// From fen.
export function money(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}

export function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
