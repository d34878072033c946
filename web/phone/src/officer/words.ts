// The texts of the officers' screens come with them, in both languages: few people need them.
import englishIntent from "@palmkey/shared/messages/en/intent.json";
import chineseIntent from "@palmkey/shared/messages/zh-CN/intent.json";

import { addTexts } from "../i18n";
import english from "./messages/en.json";
import chinese from "./messages/zh-CN.json";

addTexts("zh-CN", { ...chinese, intent: chineseIntent });
addTexts("en", { ...english, intent: englishIntent });
