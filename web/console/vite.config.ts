import vue from "@vitejs/plugin-vue";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import components from "unplugin-vue-components/vite";
import { defineConfig, mergeConfig } from "vite";

import { baseConfig } from "../shared/vite_base.ts";

export default defineConfig(
  mergeConfig(baseConfig("/console/"), {
    plugins: [vue(), components({ dts: false, dirs: [], resolvers: [ElementPlusResolver()] })],
    define: {
      // Messages are interpreted, not turned into functions: the content security policy forbids eval.
      __INTLIFY_JIT_COMPILATION__: true,
      __VUE_I18N_LEGACY_API__: false,
      __VUE_I18N_FULL_INSTALL__: false,
      __INTLIFY_PROD_DEVTOOLS__: false,
    },
  }),
);
