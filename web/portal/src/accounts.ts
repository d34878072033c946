/** The portal's accounts, their passwords and the certificates bound to them, in one JSON file. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

export interface Binding {
  /** The subject identifier the platform gave for this account's certificate. */
  sub: string;
  boundAt: string;
  /** Unbinding has begun and the platform's answer is not known yet. */
  unbinding: boolean;
}

export interface Account {
  account: string;
  name: string;
  /** Base64. */
  salt: string;
  /** Base64 of scrypt(password, salt) with the parameters below. */
  passwordHash: string;
  binding: Binding | null;
}

/** Shown on the login page: this site is a demonstration and listens on this machine only. */
export const demonstrationPassword = "palmkey-demo";

const demonstrationAccounts = [
  { account: "expert1", name: "张示范" },
  { account: "expert2", name: "李示范" },
];

const scryptParameters = { N: 1 << 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

function hashPassword(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, 32, scryptParameters, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}

export class AccountStore {
  private constructor(
    private readonly file: string,
    private accounts: Account[],
  ) {}

  /** Opens `<folder>/accounts.json`; makes it with the demonstration accounts if it is not there. */
  static async open(folder: string): Promise<AccountStore> {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "accounts.json");
    if (existsSync(file)) {
      const stored = JSON.parse(readFileSync(file, "utf8")) as { accounts: Account[] };
      return new AccountStore(file, stored.accounts);
    }
    const accounts = await Promise.all(
      demonstrationAccounts.map(async (person) => {
        const salt = randomBytes(16);
        const hash = await hashPassword(demonstrationPassword, salt);
        return {
          ...person,
          salt: salt.toString("base64"),
          passwordHash: hash.toString("base64"),
          binding: null,
        };
      }),
    );
    const store = new AccountStore(file, []);
    store.replace(accounts);
    return store;
  }

  find(account: string): Account | undefined {
    return this.accounts.find((candidate) => candidate.account === account);
  }

  /** The account a certificate's subject is bound to. */
  boundTo(sub: string): Account | undefined {
    return this.accounts.find((candidate) => candidate.binding?.sub === sub);
  }

  /** Takes as long for an unknown account as for a known one. */
  async checkPassword(account: string, password: string): Promise<boolean> {
    const known = this.find(account);
    const salt = known ? Buffer.from(known.salt, "base64") : Buffer.alloc(16);
    const expected = known ? Buffer.from(known.passwordHash, "base64") : Buffer.alloc(32);
    const given = await hashPassword(password, salt);
    return timingSafeEqual(given, expected) && known !== undefined;
  }

  setBinding(account: string, binding: Binding | null): void {
    this.replace(
      this.accounts.map((candidate) =>
        candidate.account === account ? { ...candidate, binding } : candidate,
      ),
    );
  }

  /** The file holds either the old or the new accounts, whatever happens; memory follows the file. */
  private replace(accounts: Account[]): void {
    const temporary = `${this.file}.new`;
    const descriptor = openSync(temporary, "w", 0o600);
    writeSync(descriptor, JSON.stringify({ accounts }, null, 2) + "\n");
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, this.file);
    const folder = openSync(dirname(this.file), "r");
    fsyncSync(folder);
    closeSync(folder);
    this.accounts = accounts;
  }
}
