// Unix seconds as people read them, in their language and the phone's time zone.
import { language } from "../i18n";

export function dateText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleDateString(language(), {
    year: "numeric",
    month: "long",
    day: "numeric",
  });
}

export function dateTimeText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString(language(), {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
}
