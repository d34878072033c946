// The texts: one file a feature, named after it; `queue.title` is "title" of queue.json.
import englishIntent from "@palmkey/shared/messages/en/intent.json";
import chineseIntent from "@palmkey/shared/messages/zh-CN/intent.json";
import { createI18n, type Composer } from "vue-i18n";

type Messages = Record<string, unknown>;
export type Language = "zh-CN" | "en";

const stored = "palmkey-language";

function byFeature(files: Record<string, Messages>): Messages {
  const all: Messages = {};
  for (const [path, messages] of Object.entries(files))
    all[path.slice(path.lastIndexOf("/") + 1, -".json".length)] = messages;
  return all;
}

const chinese = byFeature(
  import.meta.glob<Messages>("./messages/zh-CN/*.json", { eager: true, import: "default" }),
);
const english = byFeature(
  import.meta.glob<Messages>("./messages/en/*.json", { eager: true, import: "default" }),
);

export const i18n = createI18n({
  legacy: false,
  locale: localStorage.getItem(stored) === "en" ? "en" : "zh-CN",
  fallbackLocale: "zh-CN",
  messages: {
    "zh-CN": { ...chinese, intent: chineseIntent },
    en: { ...english, intent: englishIntent },
  } as unknown as Record<string, Record<string, never>>,
});

const global = i18n.global as unknown as Composer;

export function language(): Language {
  return global.locale.value === "en" ? "en" : "zh-CN";
}

export function setLanguage(to: Language): void {
  global.locale.value = to;
  localStorage.setItem(stored, to);
  document.documentElement.lang = to;
}

// Outside components. `values` fill the {names} of the message.
export function text(key: string, values: Record<string, unknown> = {}): string {
  return global.t(key, values);
}

// The text, or `otherwise` where there is none: for codes that may be newer than this console.
export function textOr(key: string, otherwise: string): string {
  return global.te(key) || global.te(key, "zh-CN") ? global.t(key) : otherwise;
}

document.documentElement.lang = language();
