// Names, numbers and addresses as the front's rules want them (front/identity/contact.cpp). The front judges; this
// only tells people at once.

const letter = /[A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u3007\p{Script=Han}]/u;
const joint = /[ \-'.\u00B7\u2019\u2022]/u;

export function isPersonName(typed: string): boolean {
  const letters = [...typed.trim()];
  if (letters.length < 2 || letters.length > 64) return false;
  let before = " ";
  for (const c of letters) {
    const afterInitial = c === " " && before === ".";
    if (!letter.test(c) && !(joint.test(c) && (letter.test(before) || afterInitial))) return false;
    before = c;
  }
  return letter.test(before) || before === ".";
}

// Of the mainland, Hong Kong, Macau or Taiwan.
export function isMobileNumber(typed: string): boolean {
  const number = typed.replace(/[\s-]/g, "").replace(/^\+86/, "");
  return /^(1[3-9]\d{9}|\+852[4-9]\d{7}|\+8536\d{7}|\+8869\d{8})$/.test(number);
}

export function isMailAddress(typed: string): boolean {
  return /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$/.test(typed.trim());
}

export function isPostalAddress(typed: string): boolean {
  const count = [...typed.trim()].length;
  return count >= 4 && count <= 120 && !/[\u0000-\u001F\u007F-\u009F\u2028-\u202E]/u.test(typed.trim());
}
