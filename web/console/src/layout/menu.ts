// What each role finds in the sidebar. The front decides what each may do; this only leaves out what it would refuse.
import {
  Bell,
  Connection,
  DataLine,
  Document,
  Key,
  List,
  Monitor,
  Notebook,
  Postcard,
  Setting,
  Tickets,
  User,
  Wallet,
} from "@element-plus/icons-vue";
import type { Component } from "vue";

import { administrators, deciding, everyone, recovering, type Role } from "../session/session.ts";

export interface MenuEntry {
  path: string;
  label: string; // of a message
  icon: Component;
  roles: Role[];
}

export const menu: MenuEntry[] = [
  { path: "/orders", label: "layout.queue", icon: List, roles: deciding },
  { path: "/handovers", label: "layout.handovers", icon: Key, roles: recovering },
  { path: "/admin/figures", label: "layout.figures", icon: DataLine, roles: administrators },
  { path: "/admin/preregistration", label: "layout.preregistration", icon: Tickets, roles: administrators },
  { path: "/admin/certificates", label: "layout.certificates", icon: Postcard, roles: everyone },
  { path: "/admin/payments", label: "layout.payments", icon: Wallet, roles: administrators },
  { path: "/admin/invoices", label: "layout.invoices", icon: Document, roles: administrators },
  { path: "/admin/notices", label: "layout.notices", icon: Bell, roles: administrators },
  { path: "/admin/services", label: "layout.services", icon: Setting, roles: administrators },
  { path: "/admin/operators", label: "layout.operators", icon: User, roles: administrators },
  { path: "/admin/sites", label: "layout.sites", icon: Connection, roles: administrators },
  { path: "/admin/audit", label: "layout.audit", icon: Notebook, roles: administrators },
  { path: "/device", label: "layout.device", icon: Monitor, roles: everyone },
];
