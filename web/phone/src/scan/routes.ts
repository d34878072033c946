import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/scan", component: () => import("./ScanPage.vue"), meta: { tab: "scan" } },
];
