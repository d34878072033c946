import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server that accepts connections already. */
export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Starts `application` on `host`; port 0 takes any free one. */
export async function listen(application: RequestListener, host: string, port: number): Promise<Listening> {
  const server: Server = createServer(application);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
