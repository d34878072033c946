/** Remembers nonces for a while and says whether one is new. Kept in memory only. */
export class NonceMemory {
  private readonly seen = new Map<string, number>();

  constructor(private readonly lifetimeMilliseconds: number) {}

  /** True the first time within the lifetime; the nonce is remembered from then on. */
  isNew(nonce: string): boolean {
    const now = Date.now();
    for (const [old, time] of this.seen) {
      if (now - time <= this.lifetimeMilliseconds) break;
      this.seen.delete(old);
    }
    if (this.seen.has(nonce)) return false;
    this.seen.set(nonce, now);
    return true;
  }
}
