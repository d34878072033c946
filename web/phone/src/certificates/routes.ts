import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/certificates", component: () => import("./CertificatesPage.vue") },
  { path: "/certificates/:id", component: () => import("./KeyPage.vue"), props: true },
  { path: "/certificates/:id/history", component: () => import("./HistoryPage.vue"), props: true },
];
