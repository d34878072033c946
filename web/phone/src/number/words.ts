// The texts of this screen come with it, in both languages: few people need it, and once.
import { addTexts } from "../i18n";
import english from "./messages/en.json";
import chinese from "./messages/zh-CN.json";

addTexts("zh-CN", chinese);
addTexts("en", english);
