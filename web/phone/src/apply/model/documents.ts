// Numbers of identity documents as the front checks them (front/identity/document.cpp): form and check character. The
// front also knows the regions.

export type Sex = "male" | "female";

export interface CitizenFacts {
  birth: string; // YYYY-MM-DD
  sex: Sex;
}

// An error's code, or "" for a number that may be right.
export function checkDocument(kind: string, typed: string, today: Date): string {
  const number = typed.trim().toUpperCase();
  if (number === "") return "document_number_required";
  switch (kind) {
    case "resident_id":
      return checkCitizen(number, /^\d{17}[\dX]$/, today);
    case "residence_permit":
      if (!/^\d{17}[\dX]$/.test(number)) return "document_number_format";
      return /^8[123]0000/.test(number) ? checkCitizen(number, /^/, today) : "document_number_region";
    case "hong_kong_macau_permit":
      return formed(/^[HM](\d{8}|\d{10}|[A-Z]\d{7})$/, number);
    case "taiwan_permit":
      return formed(/^(\d{8}|\d{10})$/, number);
    case "hong_kong_id":
      return checkHongKong(number);
    case "permanent_resident_id":
      if (/^[A-Z]{3}\d{12}$/.test(number)) return "";
      if (!/^9\d{16}[\dX]$/.test(number)) return "document_number_format";
      return hasCheckCharacter(number) ? "" : "document_number_check";
    case "passport":
      return formed(/^[A-Z\d]{5,17}$/, number);
    default:
      return formed(/^[A-Z\d\-()/.]{3,32}$/, number);
  }
}

// What a resident's number says of the person, if it is one; then nobody need be asked.
export function citizenFacts(kind: string, typed: string): CitizenFacts | undefined {
  const number = typed.trim().toUpperCase();
  if (kind !== "resident_id" && kind !== "residence_permit") return undefined;
  if (!/^\d{17}[\dX]$/.test(number) || !hasCheckCharacter(number)) return undefined;
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  return { birth, sex: Number(number[16]) % 2 === 1 ? "male" : "female" };
}

function formed(form: RegExp, number: string): string {
  return form.test(number) ? "" : "document_number_format";
}

// ISO 7064, MOD 11-2, over the first 17 digits.
function hasCheckCharacter(number: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0);
  return number[17] === "10X98765432"[sum % 11];
}

function checkCitizen(number: string, form: RegExp, today: Date): string {
  if (!form.test(number)) return "document_number_format";
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  const birth = new Date(Date.UTC(year!, month! - 1, day!));
  const exists = birth.getUTCMonth() === month! - 1 && birth.getUTCDate() === day;
  if (!exists || year! < 1850 || birth > today) return "document_number_date";
  return hasCheckCharacter(number) ? "" : "document_number_check";
}

function checkHongKong(number: string): string {
  const bare = number.replace(/\(([\dA])\)$/, "$1");
  if (!/^[A-Z]{1,2}\d{6}[\dA]$/.test(bare)) return "document_number_format";
  const values = [...bare.padStart(9, " ")].map((c) => (c === " " ? 36 : parseInt(c, 36)));
  const sum = values.reduce((total, value, i) => total + value * (9 - i), 0);
  return sum % 11 === 0 ? "" : "document_number_check";
}
