// Begins an application about a certificate.
import { ApiError } from "@palmkey/shared/http";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";

import { businessOf, emptyApplication, followingApplication } from "../model/form";
import type { Business, Order, Service } from "../types";
import { beginFollowing, draft, entry, moveDraft, saveDraft } from "./application_flow";
import { findService, listServices } from "./services";
import { session } from "./session";

export function useFollowing() {
  const { t } = useI18n();
  const router = useRouter();

  function offered(service: Service | undefined, wanted: string): [Service, Business] {
    const business = service && businessOf(service, wanted);
    if (!service || !business) throw new ApiError("business_not_offered", 422, t("apply.follow.notOffered"));
    return [service, business];
  }

  // Filled in with what was handed in when it was issued. `issued`: the order on which the certificate with this serial
  // number was issued.
  async function follow(wanted: string, serial: string, issued: Order): Promise<void> {
    const [service, business] = offered(await findService(issued.service.id), wanted);
    const { phone } = session.value!;
    const form = followingApplication(service, business, phone, issued.application);
    beginFollowing(service, phone, serial, form, false);
    await router.push("/services/information");
  }

  // A certificate that was got under another number: only the person knows what was handed in, and this number has
  // accepted nothing yet. `certificate`: its serial number, or the number of the order that brought it. `name`: the
  // holder's, as far as this phone knows it.
  async function followOther(wanted: string, certificate: string, name: string): Promise<void> {
    const listed = entry.value ? await findService(entry.value.service) : (await listServices())[0];
    const [service, business] = offered(listed, wanted);
    const { phone } = session.value!;
    const begun = draft.value;
    if (begun?.otherNumber && begun.service === service.id && begun.form.business === wanted) {
      // The certificate is named once more, after a slip: what was typed stays.
      moveDraft(begun.phone, phone);
      begun.follows = certificate;
      saveDraft();
      return void (await router.push("/services/information"));
    }
    const form = emptyApplication(service, phone);
    form.business = business.code;
    if (!business.has_term) form.months = 0;
    form.applicant.name = name;
    beginFollowing(service, phone, certificate, form, true);
    await router.push("/services/agreements/0");
  }
  return { follow, followOther };
}
