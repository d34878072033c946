// "标书.pdf.p7m" becomes "标书.pdf"; a name without such an ending is marked.
export function decryptedName(name: string, mark: string): string {
  const stem = name.replace(/\.(p7m|p7e|p7|cms|enc|sealed)$/i, "");
  return stem === name || stem === "" ? `${mark}${name}` : stem;
}
