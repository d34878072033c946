import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/settings", component: () => import("./SettingsPage.vue") },
  { path: "/support", component: () => import("./SupportPage.vue") },
  { path: "/privacy", component: () => import("./PrivacyPage.vue") },
];
