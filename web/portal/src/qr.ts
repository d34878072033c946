import { toString as svg } from "qrcode";

/** A QR code as the address of a picture; empty for an empty text. */
export async function qrPicture(text: string): Promise<string> {
  if (text === "") return "";
  const picture = await svg(text, { type: "svg", margin: 2, errorCorrectionLevel: "L" });
  return `data:image/svg+xml;base64,${btoa(picture)}`;
}
