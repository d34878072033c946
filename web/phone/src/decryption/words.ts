// The texts of these screens come with them, in both languages: not everybody is sent encrypted files.
import { addTexts } from "../i18n";
import english from "./messages/en.json";
import chinese from "./messages/zh-CN.json";

addTexts("zh-CN", chinese);
addTexts("en", english);
