// A door in front of the platform that counts what a browser sends through it, encrypted as it is: what the network sees,
// whichever of the browser's threads sends it.
import net from "node:net";

export class Door {
  bytes = 0;

  // Leads to where the address points.
  static async open(address) {
    const { hostname, port } = new URL(address);
    const door = new Door();
    door.server = net.createServer((browser) => {
      const platform = net.connect({ host: hostname, port: Number(port) });
      browser.on("data", (data) => (door.bytes += data.length));
      browser.pipe(platform).pipe(browser);
      for (const [one, other] of [
        [browser, platform],
        [platform, browser],
      ])
        one.on("error", () => other.destroy());
    });
    await new Promise((listening) => door.server.listen(0, "127.0.0.1", listening));
    // Chromium's rule to go through it.
    door.rule = `MAP ${hostname}:${port} 127.0.0.1:${door.server.address().port}`;
    return door;
  }

  close() {
    this.server.close();
  }
}
