// "合同.pdf" becomes "合同-已签名.pdf".
export function signedName(name: string, mark: string): string {
  const stem = name.replace(/\.pdf$/i, "");
  return stem.endsWith(mark) ? `${stem}.pdf` : `${stem}${mark}.pdf`;
}
