// What happens to any text that comes from a code, from a picture, from the keyboard or from a link that the phone's
// own camera opened: all take this one way.
import type { DeviceState, Link } from "@palmkey/shared/device";
import { useRouter } from "vue-router";

import { Refusal } from "../device/describe_failure";
import { isOfficers } from "../device/keys";
import { useDevice } from "../device/use_device";
import { holdLink } from "./scanned_link";

function check(link: Link, state: DeviceState): void {
  // These two also say which platform to trust.
  const configures = link.kind === "configure" || link.kind === "officer";
  if (!state.configured && !configures) throw new Refusal("not_configured");
  if (state.configured && link.origin !== new URL(state.baseUrl).origin)
    throw new Refusal("link_of_another_platform");
  const needCertificate: Link["kind"][] = ["sign_in", "document", "drill", "transfer"];
  if (needCertificate.includes(link.kind) && !state.keys.some((key) => key.certificates.length > 0))
    throw new Refusal("no_certificate");
  if (link.kind === "console" && !isOfficers(state)) throw new Refusal("no_officer");
}

function pageOf(link: Link): string {
  switch (link.kind) {
    case "configure":
      return "/configure";
    case "entry":
      return `/services/apply/${encodeURIComponent(link.values["s"] ?? "")}`;
    case "document":
      return "/documents";
    case "drill":
      return "/drill/asked";
    case "officer":
      return "/officer/activate";
    case "console":
      return "/officer/console";
    case "transfer":
      return "/transfer";
    default:
      return "/sign-in";
  }
}

export function useLinks(): { follow: (text: string, replace?: boolean) => Promise<void> } {
  const router = useRouter();
  const { device } = useDevice();

  // Goes to the page that the link asks for. Throws what makes it impossible (DeviceError or Refusal).
  async function follow(text: string, replace = false): Promise<void> {
    const opened = await device();
    const link = await opened.parseLink(text.trim());
    check(link, await opened.state());
    holdLink({ text: text.trim(), link });
    await router.push({ path: pageOf(link), replace });
  }
  return { follow };
}
