/** Collects how to undo what was done, and undoes it in reverse. */
export function createRollback() {
  const steps: (() => Promise<unknown>)[] = [];
  return {
    add(step: () => Promise<unknown>): void {
      steps.push(step);
    },
    /** Goes on after a step that fails: reconcile finds what is left by its label. */
    async run(): Promise<void> {
      for (const step of steps.reverse()) await step().catch(() => undefined);
    },
  };
}
