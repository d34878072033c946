/** Stops password guessing: after five wrong ones in a row an account takes no password for five minutes. */
export class LoginThrottle {
  private readonly failures = new Map<string, { count: number; since: number }>();

  private readonly attempts = 5;
  private readonly remembered = 10_000;
  private readonly lockMilliseconds = 5 * 60_000;

  isLocked(account: string): boolean {
    const known = this.failures.get(account);
    if (known !== undefined && Date.now() - known.since > this.lockMilliseconds) {
      this.failures.delete(account);
      return false;
    }
    return known !== undefined && known.count >= this.attempts;
  }

  /** Call before the password is checked, so that attempts side by side count as well. */
  begin(account: string): void {
    const count = (this.failures.get(account)?.count ?? 0) + 1;
    this.failures.delete(account);
    this.failures.set(account, { count, since: Date.now() });
    // Names nobody has fill this too; the one longest ago goes first.
    for (const oldest of this.failures.keys()) {
      if (this.failures.size <= this.remembered) break;
      this.failures.delete(oldest);
    }
  }

  succeeded(account: string): void {
    this.failures.delete(account);
  }
}
