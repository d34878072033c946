// ISO 3166 codes that the front knows (front/identity/contact.cpp), named by the browser.
const codes = (
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA " +
  "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA " +
  "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
  "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS " +
  "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS " +
  "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW " +
  "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
).split(" ");

const first = ["CN", "HK", "MO", "TW"];
const named: Record<string, Record<string, string>> = {
  "zh-CN": { CN: "中国", HK: "中国香港", MO: "中国澳门", TW: "中国台湾" },
  en: { CN: "China", HK: "Hong Kong, China", MO: "Macau, China", TW: "Taiwan, China" },
};

export function countryName(code: string, language: string): string {
  const own = named[language]?.[code];
  if (own) return own;
  try {
    return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

// China first, the others by their names.
export function countries(language: string): { code: string; label: string }[] {
  const all = codes.map((code) => ({ code, label: countryName(code, language) }));
  const rest = all.filter(({ code }) => !first.includes(code));
  rest.sort((a, b) => a.label.localeCompare(b.label, language));
  return [...first.map((code) => ({ code, label: countryName(code, language) })), ...rest];
}
