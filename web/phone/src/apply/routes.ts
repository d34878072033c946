import type { RouteRecordRaw } from "vue-router";

import { enter } from "./flow/application_flow";

const order = "/services/orders/:number(00\\d{15})";

// Each step has an address of its own, so that the phone's back button goes back one step.
export const routes: RouteRecordRaw[] = [
  { path: "/services", component: () => import("./ServicesPage.vue"), meta: { tab: "services" } },
  { path: "/services/orders", component: () => import("./orders/OrdersPage.vue"), meta: { tab: "services" } },
  {
    // What the entry QR code (自助业务办理) leads to.
    path: "/services/apply/:service",
    redirect: (to) => {
      enter(String(to.params["service"]), true);
      return "/services";
    },
  },
  { path: "/services/follow/replacement", component: () => import("./form/ReplacePage.vue") },
  {
    path: "/services/follow/:business(renewal|change|unlock|key_recovery)",
    component: () => import("./form/FollowPage.vue"),
  },
  { path: "/services/phone", component: () => import("./form/PhonePage.vue") },
  { path: "/services/agreements/:index(\\d+)", component: () => import("./form/AgreementPage.vue") },
  { path: "/services/information", component: () => import("./form/InformationPage.vue") },
  {
    path: "/services/form/:step(term|applicant|handler|confirm)",
    component: () => import("./form/FormPage.vue"),
  },
  { path: order, component: () => import("./orders/OrderPage.vue") },
  { path: `${order}/key`, component: () => import("./orders/KeyPage.vue") },
  { path: `${order}/attachments`, component: () => import("./upload/AttachmentsPage.vue") },
  { path: `${order}/form`, component: () => import("./upload/FormPreviewPage.vue") },
  { path: `${order}/signature`, component: () => import("./upload/SignFormPage.vue") },
  { path: `${order}/payment`, component: () => import("./orders/PaymentPage.vue") },
  { path: `${order}/correction`, component: () => import("./orders/CorrectionPage.vue") },
  { path: `${order}/unlocking`, component: () => import("./orders/UnlockPage.vue") },
  { path: `${order}/installation`, component: () => import("./orders/InstallPage.vue") },
];
