// The subscriber's orders at the front.
import type { Api } from "@palmkey/shared/http";

import type { Application, Order, OrderSummary, Payment, Upload } from "../types";
import { signedIn } from "./session";

export interface Page {
  orders: OrderSummary[];
  last_page: boolean;
}

function pathOf(number: string, rest = ""): string {
  return `/api/v1/orders/${encodeURIComponent(number)}${rest}`;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

export function listOrders(search: string, before: string): Promise<Page> {
  const query = new URLSearchParams();
  if (search !== "") query.set("search", search);
  if (before !== "") query.set("before", before);
  const suffix = query.size === 0 ? "" : `?${query}`;
  return signedIn((api) => api.get<Page>(`/api/v1/orders${suffix}`));
}

export function getOrder(number: string): Promise<Order> {
  return signedIn((api) => api.get<Order>(pathOf(number)));
}

// The order on which this signing certificate was issued, if it is one of the subscriber's.
export async function getOrderOfCertificate(serial: string): Promise<Order | undefined> {
  const [found] = (await listOrders(serial, "")).orders;
  return found && getOrder(found.number);
}

export function subjectOf(order: Order): Uint8Array {
  return bytesOf(order.subject.der);
}

export function putCertificateRequest(number: string, request: Uint8Array): Promise<Order> {
  return signedIn((api) =>
    api.put<Order>(pathOf(number, "/certificate-request"), request, "application/pkcs10"),
  );
}

export function correctOrder(number: string, application: Application): Promise<Order> {
  return signedIn((api) => api.put<Order>(pathOf(number, "/application"), application));
}

export type Change = "submit" | "cancel" | "installed";

export function changeOrder(number: string, change: Change): Promise<Order> {
  return signedIn((api) => api.post<Order>(pathOf(number, `/${change}`)));
}

export function beginPayment(number: string, method: Payment["method"]): Promise<Payment> {
  return signedIn((api) => api.post<Payment>(pathOf(number, "/payment"), { method }));
}

export type Document = "form.pdf" | "invoice.pdf" | "invoice.xml" | `attachments/${string}`;

export function fetchDocument(number: string, document: Document): Promise<Blob> {
  return signedIn((api: Api) => api.blob(pathOf(number, `/${document}`)));
}

export function putAttachment(
  number: string,
  kind: string,
  file: Blob,
  onProgress: (fraction: number) => void,
): Promise<Upload> {
  const path = pathOf(number, `/attachments/${encodeURIComponent(kind)}`);
  return signedIn((api) => api.upload<Upload>(path, file, onProgress));
}

export function removeAttachment(number: string, kind: string): Promise<unknown> {
  return signedIn((api) => api.delete(pathOf(number, `/attachments/${encodeURIComponent(kind)}`)));
}

export function putFormSignature(number: string, picture: Blob): Promise<Upload> {
  return signedIn((api) => api.put<Upload>(pathOf(number, "/form-signature"), picture, "image/png"));
}
