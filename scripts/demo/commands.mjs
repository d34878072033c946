// Running this project's programs from scripts.
import { execFile, spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const program = (name) => path.join(root, "build/release/bin", name);

// A command that failed: what it said, and the stable code if it printed one with --json.
export class CommandFailed extends Error {
  constructor(words, status, stdout, stderr) {
    super(`${words.join(" ")} ended with ${status}\n${stderr || stdout}`.trim());
    this.status = status;
    try {
      this.answer = JSON.parse(stdout.trim().split("\n").at(-1));
      this.code = this.answer.code;
    } catch {
      this.code = undefined;
    }
  }
}

// Runs a program to its end and returns what it wrote to standard output.
export function run(file, words, { env = {}, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      words,
      { env: { ...process.env, ...env }, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        if (error)
          reject(
            new CommandFailed([path.basename(file), ...words], error.code ?? error.signal, stdout, stderr),
          );
        else resolve(stdout);
      },
    );
    child.stdin.end(input);
  });
}

// Runs `palmkey ... --json` and returns its answer.
export async function palmkey(words, options) {
  return JSON.parse(await run(program("palmkey"), [...words, "--json"], options));
}

// A long-running program: starts it, waits for the line that says it is ready, can be killed and started again.
export class Service {
  constructor(name, file, words, { env = {}, isReady, logFile } = {}) {
    Object.assign(this, { name, file, words, env, isReady, logFile });
  }

  async start(seconds = 30) {
    this.stopping = false;
    const child = spawn(this.file, this.words, {
      env: { ...process.env, ...this.env },
      stdio: ["ignore", "pipe", this.logFile ?? "inherit"],
      // Its own process group: Ctrl-C in a terminal is for the starter, which stops its services in order.
      detached: true,
    });
    this.child = child;
    this.ended = new Promise((resolve) => child.once("exit", (status, signal) => resolve(status ?? signal)));
    void this.ended.then((status) => {
      if (!this.stopping) this.onUnexpectedEnd?.(status);
    });
    this.readyLine = await new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${this.name} was not ready in ${seconds} s`)),
        seconds * 1000,
      );
      let text = "";
      child.stdout.on("data", (part) => {
        text += part;
        const line = text.split("\n").slice(0, -1).find(this.isReady);
        if (line !== undefined) {
          clearTimeout(timer);
          resolve(line);
        }
      });
      child.once("error", reject);
      void this.ended.then((status) => {
        clearTimeout(timer);
        reject(new Error(`${this.name} ended with ${status} before it was ready`));
      });
    });
    return this.readyLine;
  }

  async stop(signal = "SIGTERM") {
    this.stopping = true;
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill("SIGKILL"), 10000);
    await this.ended;
    clearTimeout(late);
  }

  async killAndRestart() {
    await this.stop("SIGKILL");
    await this.start();
  }
}
