import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";

import { administrators, deciding, everyone, recovering, type Role, useSession } from "./session/session.ts";

declare module "vue-router" {
  interface RouteMeta {
    title?: string; // of a message
    roles?: Role[]; // who may see it; none: no session is needed
  }
}

const routes: RouteRecordRaw[] = [
  { path: "/", redirect: () => home() },
  {
    path: "/activate",
    component: () => import("./activate/ActivatePage.vue"),
    meta: { title: "activate.title" },
  },
  {
    path: "/sign-in",
    component: () => import("./signin/SignInPage.vue"),
    meta: { title: "signin.title" },
  },
  {
    path: "/orders",
    component: () => import("./queue/QueuePage.vue"),
    meta: { title: "layout.queue", roles: deciding },
  },
  {
    path: "/orders/:number",
    component: () => import("./order/ReviewPage.vue"),
    meta: { title: "layout.order", roles: deciding },
  },
  {
    path: "/handovers",
    component: () => import("./handovers/HandoversPage.vue"),
    meta: { title: "layout.handovers", roles: recovering },
  },
  {
    path: "/admin/preregistration",
    component: () => import("./admin/PreregistrationPage.vue"),
    meta: { title: "layout.preregistration", roles: administrators },
  },
  {
    path: "/admin/certificates",
    component: () => import("./admin/CertificatesPage.vue"),
    meta: { title: "layout.certificates", roles: everyone },
  },
  {
    path: "/admin/notices",
    component: () => import("./admin/NoticesPage.vue"),
    meta: { title: "layout.notices", roles: administrators },
  },
  {
    path: "/admin/invoices",
    component: () => import("./admin/InvoicesPage.vue"),
    meta: { title: "layout.invoices", roles: administrators },
  },
  {
    path: "/admin/payments",
    component: () => import("./admin/PaymentsPage.vue"),
    meta: { title: "layout.payments", roles: administrators },
  },
  {
    path: "/admin/figures",
    component: () => import("./admin/FiguresPage.vue"),
    meta: { title: "layout.figures", roles: administrators },
  },
  {
    path: "/admin/services",
    component: () => import("./admin/ServicesPage.vue"),
    meta: { title: "layout.services", roles: administrators },
  },
  {
    path: "/admin/services/:id",
    component: () => import("./admin/ServiceEditPage.vue"),
    meta: { title: "layout.services", roles: administrators },
  },
  {
    path: "/admin/operators",
    component: () => import("./admin/OperatorsPage.vue"),
    meta: { title: "layout.operators", roles: administrators },
  },
  {
    path: "/admin/sites",
    component: () => import("./admin/SitesPage.vue"),
    meta: { title: "layout.sites", roles: administrators },
  },
  {
    path: "/admin/audit",
    component: () => import("./admin/AuditPage.vue"),
    meta: { title: "layout.audit", roles: administrators },
  },
  {
    path: "/device",
    component: () => import("./device/DevicePage.vue"),
    meta: { title: "layout.device", roles: everyone },
  },
  { path: "/:anything(.*)*", redirect: () => home() },
];

// Where a role's work begins.
export function home(): string {
  const { role } = useSession();
  return role.value === "administrator" ? "/admin/figures" : "/orders";
}

export const router = createRouter({ history: createWebHistory("/console/"), routes });

router.beforeEach((to) => {
  const { role } = useSession();
  if (to.meta.roles === undefined) return true;
  if (role.value === undefined) return { path: "/sign-in", query: { to: to.fullPath } };
  return to.meta.roles.includes(role.value) ? true : home();
});
