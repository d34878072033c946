// The officers' queue as it stands on the screen, and what hands do with it.
import { scanWith } from "./scanner.mjs";

export class QueueScreen {
  constructor(officer) {
    this.officer = officer;
  }

  get page() {
    return this.officer.page;
  }

  get heading() {
    return this.page.getByRole("heading", { name: "业务受理" });
  }

  // Does what makes the list load anew, and returns the orders' numbers that then are shown.
  async listed(act) {
    const [answer] = await Promise.all([
      this.page.waitForResponse((response) => /\/api\/v1\/desk\/orders\?/.test(response.url())),
      act(),
    ]);
    const { orders } = await answer.json();
    await this.page.waitForFunction(
      (wanted) => {
        const cells = [...document.querySelectorAll('td[data-column="number"]')];
        return cells.map((cell) => cell.textContent.trim()).join() === wanted;
      },
      orders.map(({ number }) => number).join(),
    );
    return this.numbers();
  }

  async numbers() {
    return this.page
      .locator('td[data-column="number"]')
      .evaluateAll((cells) => cells.map((cell) => cell.textContent.trim()));
  }

  async cell(row, column) {
    return (await this.page.locator(`tbody tr >> nth=${row} >> td[data-column="${column}"]`).innerText())
      .replace(/\s+/g, " ")
      .trim();
  }

  // { 待受理: 240, … }
  async counts() {
    await this.page.getByText(/今日已办/).waitFor();
    const items = await this.page.locator("li", { has: this.page.locator("b") }).allInnerTexts();
    return Object.fromEntries(
      items.map((text) => [text.replace(/\s*\d+$/, ""), Number(/\d+$/.exec(text)[0])]),
    );
  }

  async press(key) {
    await this.page.keyboard.press(key === " " ? "Space" : key);
  }

  // From an order to the list, which then is loaded anew.
  async back() {
    await this.listed(() => this.press("Escape"));
  }

  // One of the filters that are all in sight.
  async choose(name) {
    await this.page.getByRole("search").getByText(name, { exact: true }).click();
  }

  #box(label) {
    return this.page.locator(".el-select", { has: this.page.getByRole("combobox", { name: label }) });
  }

  // The placeholder lies over the box's own input.
  async select(label, option) {
    await this.#box(label).click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  // And leaves the box: Enter is the list's again.
  async clear(label) {
    await this.#box(label).hover();
    await this.#box(label).locator(".el-select__clear").click();
    await this.heading.click();
  }

  async search(text) {
    await this.press("/");
    const box = this.page.getByLabel("业务单号 / 姓名 / 手机尾号 / 条码");
    await box.fill(text);
    const found = await this.listed(() => box.press("Enter"));
    // The keys belong to the list again.
    await box.blur();
    return found;
  }

  async scan(code) {
    await scanWith(this.page, code);
  }

  async opened(number) {
    await this.page.waitForURL(new RegExp(`/orders/${number}$`));
    await this.page.getByRole("heading", { name: number }).waitFor();
    await this.page.getByRole("region", { name: "办理情况" }).waitFor();
  }

  async currentNumber() {
    return (await this.page.locator('tr[aria-current="true"] td[data-column="number"]').innerText()).trim();
  }

  // Throws if the current row cannot be seen whole.
  async currentInSight() {
    await this.page.waitForFunction(
      () => {
        const row = document.querySelector('tr[aria-current="true"]').getBoundingClientRect();
        const frame = document
          .querySelector('tr[aria-current="true"]')
          .closest(".body")
          .getBoundingClientRect();
        const head = document.querySelector("thead th").getBoundingClientRect();
        return row.top >= head.bottom - 1 && row.bottom <= frame.bottom + 1;
      },
      undefined,
      { timeout: 3000 },
    );
  }
}
