import { VantResolver } from "@vant/auto-import-resolver";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { defineConfig, mergeConfig, type Plugin } from "vite";

import { baseConfig } from "../shared/vite_base.ts";
import { serviceWorker } from "./service_worker_plugin.ts";

// Vant's icons are in its style sheet; the second address there is a server of others, which nobody should call.
const ownFontsOnly: Plugin = {
  name: "palmkey-own-fonts-only",
  enforce: "pre",
  transform: (code, id) =>
    /vant\/.*\.css/.test(id)
      ? code.replace(/,\s*url\(["']?\/\/[^)]*\)\s*format\(["']?woff["']?\)/g, "")
      : null,
};

export default defineConfig(
  mergeConfig(baseConfig("/app/"), {
    plugins: [
      ownFontsOnly,
      vue(),
      components({ dts: false, dirs: [], resolvers: [VantResolver()] }),
      serviceWorker(),
    ],
    define: {
      // Messages are interpreted, not compiled with new Function: the content security policy allows no eval.
      __INTLIFY_JIT_COMPILATION__: true,
      __INTLIFY_DROP_MESSAGE_COMPILER__: false,
      __INTLIFY_PROD_DEVTOOLS__: false,
      __VUE_I18N_FULL_INSTALL__: true,
      __VUE_I18N_LEGACY_API__: false,
    },
  }),
);
