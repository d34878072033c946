// Begins an application about a certificate, filled in with what was handed in when it was issued.
import { ApiError } from "@palmkey/shared/http";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";

import { businessOf, followingApplication } from "../model/form";
import type { Order } from "../types";
import { beginFollowing } from "./application_flow";
import { findService } from "./services";
import { session } from "./session";

// `issued`: the order on which the certificate with this serial number was issued.
export function useFollowing() {
  const { t } = useI18n();
  const router = useRouter();
  return async (wanted: string, serial: string | undefined, issued: Order | undefined): Promise<void> => {
    const service = issued && (await findService(issued.service.id));
    const business = service && businessOf(service, wanted);
    if (!issued || !service || !business || serial === undefined)
      throw new ApiError("business_not_offered", 422, t("apply.follow.notOffered"));
    const form = followingApplication(service, business, issued.application);
    beginFollowing(service, session.value!.phone, serial, form);
    await router.push("/services/information");
  };
}
