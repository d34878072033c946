import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/decrypt", component: () => import("./DecryptPage.vue") },
  { path: "/drill", component: () => import("./DrillPage.vue") },
  { path: "/drill/asked", component: () => import("./AskedDrillPage.vue") },
];
