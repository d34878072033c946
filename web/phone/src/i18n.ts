// Texts by language and feature: messages/<language>/<feature>.json is reached as `feature.key`.
import { Locale } from "vant";
import vantChinese from "vant/es/locale/lang/zh-CN";
import { createI18n } from "vue-i18n";

import { preferences } from "./shell/preferences";

export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

type Messages = Record<string, Record<string, unknown>>;

function gathered(files: Record<string, Record<string, unknown>>): Messages {
  const out: Messages = {};
  for (const [path, texts] of Object.entries(files)) out[path.replace(/^.*\/(\w+)\.json$/, "$1")] = texts;
  return out;
}

const chinese = import.meta.glob<Record<string, unknown>>("./messages/zh-CN/*.json", {
  eager: true,
  import: "default",
});

export const i18n = createI18n({
  legacy: false,
  locale: "zh-CN",
  fallbackLocale: "zh-CN",
  messages: { "zh-CN": gathered(chinese) } as Record<Language, never>,
});

// Of screens that bring their own; texts that are there already stay.
export function addTexts(language: Language, texts: Record<string, unknown>): void {
  i18n.global.mergeLocaleMessage<never>(language, texts as never);
}

export function language(): Language {
  return i18n.global.locale.value as Language;
}

// The guide's language comes with the app, any other when somebody wants it.
async function load(chosen: Language): Promise<Record<string, unknown>> {
  if (chosen === "zh-CN") return vantChinese;
  const english = await import("./english");
  addTexts("en", gathered(english.files));
  return english.vant;
}

// Switches every text, also Vant's, and remembers the choice. Without a connection the language may stay what it was.
export async function setLanguage(chosen: Language): Promise<void> {
  const vantTexts = await load(chosen).catch(() => undefined);
  if (!vantTexts) return;
  i18n.global.locale.value = chosen;
  Locale.use(chosen, vantTexts);
  document.documentElement.lang = chosen;
  preferences.language = chosen;
}

// Before the first page is shown.
export const languageReady = setLanguage(preferences.language === "en" ? "en" : "zh-CN");
