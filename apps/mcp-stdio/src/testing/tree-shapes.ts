/** A process tree that is hard to end. Each of its processes has the marker in its arguments. */
export interface Shape {
  readonly name: string;
  /** Of `sh`, given a marker that `sleep` takes; prints `ready`, and the main process goes on with `last`. */
  readonly script: (marker: string, last: string) => string;
  readonly input?: Record<string, unknown>;
  /** Takes down or slows what else runs in its workspace, so it needs one of its own. */
  readonly hostile?: boolean;
  readonly ignoresTerm?: boolean;
  /** Soon after it is ready, nobody is left to say how its main process ended. */
  readonly losesItsEnd?: boolean;
}

const DEAF = `trap '' TERM HUP INT;`;

export const SHAPES: readonly [Shape, ...Shape[]] = [
  { name: 'plain', script: (_, last) => `echo ready; ${last}` },
  { name: 'background', script: (m, last) => `sleep ${m} & echo ready; ${last}` },
  { name: 'setsid', script: (m, last) => `setsid sleep ${m} & echo ready; ${last}` },
  {
    name: 'double fork',
    script: (m, last) => `(setsid sh -c 'sleep ${m} & sleep ${m} &' &); echo ready; ${last}`,
  },
  {
    name: 'TERM ignored',
    script: (m, last) =>
      `${DEAF} setsid sh -c "${DEAF} sleep ${m}; sleep ${m}" & echo ready; ${last}`,
    ignoresTerm: true,
  },
  {
    name: 'no environment',
    script: (m, last) => `setsid env -i /bin/sh -c 'sleep ${m} & wait' & echo ready; ${last}`,
  },
  {
    name: 'no descriptors',
    script: (m, last) => `echo ready; exec 0<&- 1>&- 2>&- 3>&- 4>&-; setsid sleep ${m} & ${last}`,
  },
  {
    name: 'terminal',
    script: (m, last) => `sleep ${m} & echo ready; ${last}`,
    input: { tty: true },
  },
  {
    name: 'stops its supervisor',
    script: (m, last) => `setsid sleep ${m} & kill -STOP $PPID; echo ready; ${last}`,
  },
  {
    name: 'kills its supervisor',
    script: (m, last) => `setsid sleep ${m} & echo ready; kill -KILL $PPID; ${last}`,
    losesItsEnd: true,
  },
  {
    name: 'kills all it can',
    script: (m, last) => `setsid sleep ${m} & echo ready; kill -KILL -1; ${last}`,
    hostile: true,
    losesItsEnd: true,
  },
  {
    name: 'fork bomb',
    script: (m, last) => `b() { b | b & }; (while : ${m}; do b; done) 2>&- & echo ready; ${last}`,
    hostile: true,
  },
];
