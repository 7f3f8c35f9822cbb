import type { ServerRegistry } from '@devbench/core';

/** Servers that share `all`; one dies when it is taken out of it. */
export class MemoryServers implements ServerRegistry {
  readonly self: string;
  readonly all: Set<string>;

  constructor(self: string, all = new Set<string>()) {
    this.self = self;
    this.all = all.add(self);
  }

  async heartbeat(): Promise<void> {
    this.all.add(this.self);
  }

  async alive(): Promise<ReadonlySet<string>> {
    return new Set(this.all);
  }

  async leave(): Promise<void> {
    this.all.delete(this.self);
  }
}
