import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/scan", component: () => import("./ScanPage.vue"), meta: { tab: "scan" } },
  { path: "/configure", component: () => import("./ConfigurePage.vue") },
  { path: "/open/:kind", component: () => import("./OpenPage.vue") },
];
