// A scanner of barcodes: a keyboard that types fast and ends with Enter. How fast is told to the browser, so that a slow
// machine's scanner is no slower.
const interval = 0.005; // seconds between two characters

export async function scanWith(page, code) {
  const session = await page.context().newCDPSession(page);
  let timestamp = Date.now() / 1000;
  const press = async (key, text, windowsVirtualKeyCode) => {
    for (const type of ["keyDown", "keyUp"])
      await session.send("Input.dispatchKeyEvent", {
        ...{ type, key, windowsVirtualKeyCode, timestamp },
        ...(type === "keyDown" && { text }),
      });
    timestamp += interval;
  };
  for (const digit of code) await press(digit, digit, digit.charCodeAt(0));
  await press("Enter", "\r", 13);
  await session.detach();
}
