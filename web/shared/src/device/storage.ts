// Where a device's state and keys live: one record in a database of its own, replaced as a whole.

export interface DeviceKeys {
  deviceKey: CryptoKey; // private, ECDSA P-256, not extractable
  devicePublicKey: Uint8Array; // 65 bytes, uncompressed
  deviceSecret: CryptoKey; // HMAC-SHA-256, not extractable
}

export interface DeviceRecord extends DeviceKeys {
  revision: string; // another one after each change: tells whether another tab was here
  state: Uint8Array; // of core; empty before the first operation
}

const storeName = "device";
const recordKey = "record";

function finished(request: IDBRequest<unknown> | IDBOpenDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

export class DeviceStorage {
  #database: IDBDatabase | undefined;

  constructor(
    private readonly name: string,
    private readonly factory: IDBFactory,
  ) {}

  async load(): Promise<DeviceRecord | undefined> {
    let found: unknown;
    await this.#transact("readonly", (store) => {
      const request = store.get(recordKey);
      request.onsuccess = () => (found = request.result);
    });
    return found as DeviceRecord | undefined;
  }

  // Resolves when the record is safely stored; rejects if it is not there.
  save(record: DeviceRecord): Promise<void> {
    return this.#transact("readwrite", (store) => store.put(record, recordKey));
  }

  clear(): Promise<void> {
    return this.#transact("readwrite", (store) => store.clear());
  }

  async #open(): Promise<IDBDatabase> {
    if (this.#database !== undefined) return this.#database;
    const request = this.factory.open(this.name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    const database = (await finished(request)) as IDBDatabase;
    // The browser closes it when a person clears the site's data, and asks for it when another tab deletes it.
    const forget = () => {
      database.close();
      if (this.#database === database) this.#database = undefined;
    };
    database.onclose = forget;
    database.onversionchange = forget;
    this.#database = database;
    return database;
  }

  async #transact(mode: IDBTransactionMode, work: (store: IDBObjectStore) => void): Promise<void> {
    const begin = async () =>
      (await this.#open()).transaction(storeName, mode, { durability: "strict" } as IDBTransactionOptions);
    const transaction = await begin().catch(() => {
      this.#database = undefined; // closed meanwhile: once more
      return begin();
    });
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("storage"));
      work(transaction.objectStore(storeName));
    });
  }
}

// New keys that can be used here and never be read.
export async function makeKeys(): Promise<DeviceKeys> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const deviceSecret = await crypto.subtle.generateKey(
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
  return {
    deviceKey: pair.privateKey,
    devicePublicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
    deviceSecret,
  };
}
