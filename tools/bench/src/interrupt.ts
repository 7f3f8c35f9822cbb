/** Aborts at the first SIGINT or SIGTERM, so that everything is removed; a second one ends at once. */
export function untilInterrupt(): AbortSignal {
  const controller = new AbortController();
  const receive = () => {
    if (controller.signal.aborted) process.exit(130);
    process.stderr.write('\nremoving what was made …\n');
    controller.abort();
  };
  process.on('SIGINT', receive);
  process.on('SIGTERM', receive);
  return controller.signal;
}
