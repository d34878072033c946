// kill -9 of vault and front in the middle of a step, then a restart and the step again.
import { setTimeout as wait } from "node:timers/promises";

export class Killer {
  #state;

  // The seed is printed with a failure and can be given again: a small generator follows from it when whom is killed.
  constructor(platform) {
    this.platform = platform;
    this.seed = Number(process.env.PALMKEY_SEED ?? Date.now() % 1000000);
    this.#state = this.seed;
    this.walked = 0;
  }

  #random() {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return this.#state / 2 ** 32;
  }

  // `walk` is begun three times: each server is killed once meanwhile, the third time nobody disturbs it. `isDone` are the
  // codes with which a step may answer that it was done the time before.
  async walk(name, walk, isDone = []) {
    const victims = [];
    for (const victim of [this.platform.vault, this.platform.front]) {
      const attempt = walk().then(
        () => "done",
        (error) => error.code ?? "failed",
      );
      const delay = this.#random() * 400;
      await wait(delay);
      await victim.killAndRestart();
      victims.push(`${victim.name} killed after ${delay.toFixed(0)} ms: ${await attempt}`);
    }
    const repeated = await walk().then(
      () => "done",
      (error) => {
        if (!isDone.includes(error.code)) throw error;
        return error.code;
      },
    );
    this.walked += 1;
    console.log(`${name}\n    ${victims.join("; ")}; repeated: ${repeated}`);
  }
}
