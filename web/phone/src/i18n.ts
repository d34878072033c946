// Texts by language and feature: messages/<language>/<feature>.json is reached as `feature.key`.
import { Locale } from "vant";
import vantEnglish from "vant/es/locale/lang/en-US";
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
const english = import.meta.glob<Record<string, unknown>>("./messages/en/*.json", {
  eager: true,
  import: "default",
});

export const i18n = createI18n({
  legacy: false,
  locale: "zh-CN",
  fallbackLocale: "zh-CN",
  messages: { "zh-CN": gathered(chinese), en: gathered(english) } as Record<Language, never>,
});

export function language(): Language {
  return i18n.global.locale.value as Language;
}

// Switches every text, also Vant's, and remembers the choice.
export function setLanguage(chosen: Language): void {
  i18n.global.locale.value = chosen;
  Locale.use(chosen, chosen === "en" ? vantEnglish : vantChinese);
  document.documentElement.lang = chosen;
  preferences.language = chosen;
}

setLanguage(preferences.language === "en" ? "en" : "zh-CN");
