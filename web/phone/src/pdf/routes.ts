import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/pdf", component: () => import("./PdfPage.vue"), meta: { tab: "pdf" } },
  { path: "/seal", component: () => import("./SealPage.vue"), meta: { tab: "seal" } },
];
