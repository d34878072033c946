// Every feature brings its own routes in <feature>/routes.ts. Pages with `meta.tab` stand above the tab bar.
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";

import { privacyVersion } from "./start/privacy";
import { preferences } from "./shell/preferences";
import TabsLayout from "./shell/TabsLayout.vue";

declare module "vue-router" {
  interface RouteMeta {
    // The tab that the page is the root of: with the tab bar and the header's icons.
    tab?: "scan" | "pdf" | "seal" | "services";
    // May be seen before the privacy notice is accepted.
    beforePrivacy?: boolean;
  }
}

const features = import.meta.glob<RouteRecordRaw[]>("./*/routes.ts", { eager: true, import: "routes" });
const all = Object.values(features).flat();

export const router = createRouter({
  history: createWebHistory("/app/"),
  routes: [
    { path: "/", redirect: "/scan" },
    { path: "/", component: TabsLayout, children: all.filter((route) => route.meta?.tab) },
    ...all.filter((route) => !route.meta?.tab),
    { path: "/:rest(.*)*", redirect: "/scan" },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach((to) => {
  if (to.meta.beforePrivacy || preferences.privacyAccepted === privacyVersion) return true;
  // Behind the #, which is sent to nobody: a link may carry a secret there.
  return { path: "/welcome", hash: `#${encodeURIComponent(to.fullPath)}`, replace: true };
});
