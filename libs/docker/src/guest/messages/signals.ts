/** Linux names by number; the host that this runs on may count differently. */
const NAMES = (
  '- HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP ' +
  'TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
).split(' ');

/** `SIGTERM` for 15; real-time signals as `SIGRT34`. */
export function signalName(signal: number): string {
  const name = NAMES[signal];
  return name === undefined || signal === 0 ? `SIGRT${signal}` : `SIG${name}`;
}
