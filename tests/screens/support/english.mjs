// What a reader of English sees of a screen, searched for what is not English.
const chinese = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;

// Every text that a person sees or hears on the page: of elements that are there to see, with their names and values.
function textsOf() {
  const texts = [document.title];
  const attributes = ["aria-label", "title", "alt", "placeholder"];
  for (const element of document.body.querySelectorAll("*")) {
    if (["SCRIPT", "STYLE"].includes(element.tagName)) continue;
    const listed = element.tagName === "OPTION" && element.closest("select").checkVisibility();
    if (!listed && !element.checkVisibility()) continue;
    for (const name of attributes) texts.push(element.getAttribute(name) ?? "");
    if (element.matches("input:not([type=hidden]), textarea")) texts.push(element.value);
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
  }
  return texts.map((text) => text.trim()).filter(Boolean);
}

export class English {
  #problems = [];
  #read = 0;

  // `names`: what stays Chinese wherever it stands, as people's names do.
  constructor(names) {
    this.names = [...names].sort((a, b) => b.length - a.length);
  }

  // Reads the screen; `own` are texts that stay Chinese on this one. What is found is kept for the end.
  async read(page, name, own = []) {
    await page.waitForLoadState("networkidle");
    this.#read += 1;
    const { texts, language } = await page
      .evaluate(textsOf)
      .then(async (texts) => ({ texts, language: await page.evaluate(() => document.documentElement.lang) }));
    if (language !== "en") this.#problems.push(`${name}: the page says that its language is ${language}`);
    for (const text of new Set(texts)) {
      let left = text;
      for (const allowed of [...own, ...this.names]) left = left.replaceAll(allowed, "");
      if (chinese.test(left)) this.#problems.push(`${name}: ${text.slice(0, 200)}`);
    }
  }

  // Throws with everything that was found; also if nothing was read.
  judge() {
    if (this.#read === 0) throw new Error("no screen was read");
    if (this.#problems.length > 0) throw new Error(`not English:\n${this.#problems.join("\n")}`);
    return this.#read;
  }
}
