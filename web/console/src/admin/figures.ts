// The figures of a day as the front counts them.
export interface Counts {
  applications: number;
  issued: number;
  rejected: number;
  installed: number;
  sign_ins: number;
  revenue: number; // fen
  refunds: number; // fen
}

export interface Figures {
  day: string;
  orders_by_state: { state: string; label: string; count: number }[];
  hours: (Counts & { hour: number })[];
  total: Counts;
  days: (Counts & { day: string })[];
}

// What the charts draw; money is only in the totals.
export const counted = ["applications", "issued", "rejected", "installed", "sign_ins"] as const;
