// The device's worker.
export {};
