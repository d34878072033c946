// Services and regions as the front has them; asked for once in each language.
import { language } from "../../i18n";
import type { Agreement, Region, Service } from "../types";
import { front } from "./session";

const known = new Map<string, Promise<unknown>>();

function once<T>(path: string): Promise<T> {
  const name = `${language()} ${path}`;
  let answer = known.get(name) as Promise<T> | undefined;
  if (!answer) {
    answer = front().get<T>(path);
    known.set(name, answer);
    answer.catch(() => known.delete(name));
  }
  return answer;
}

export async function listServices(): Promise<Service[]> {
  return (await once<{ services: Service[] }>("/api/v1/services")).services;
}

export async function findService(id: string): Promise<Service | undefined> {
  return (await listServices()).find((service) => service.id === id);
}

// Always fresh: what is accepted must be what holds now.
export async function listAgreements(service: string): Promise<Agreement[]> {
  const path = `/api/v1/services/${encodeURIComponent(service)}/agreements`;
  return (await front().get<{ agreements: Agreement[] }>(path)).agreements;
}

export async function listProvinces(): Promise<Region[]> {
  return (await once<{ provinces: Region[] }>("/api/v1/regions")).provinces;
}

export async function listCities(province: string): Promise<Region[]> {
  return (await once<{ cities: Region[] }>(`/api/v1/regions/${encodeURIComponent(province)}`)).cities;
}
