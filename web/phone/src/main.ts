import "@palmkey/shared/theme.css";
import "./shell/vant.css";
import "./shell/base.css";

import { createApp } from "vue";

import App from "./App.vue";
import { i18n, languageReady } from "./i18n";
import { router } from "./router";

await languageReady;
createApp(App).use(i18n).use(router).mount("#app");
