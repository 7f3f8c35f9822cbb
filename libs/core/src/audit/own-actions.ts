import type { AuditValue } from './ports.ts';

/** What a server puts on record by itself: nobody is its actor. */
export const OWN_ACTIONS = {
  system_startup: { what: 'A server began to work.', fields: [] },
  system_shutdown: { what: 'A server stopped.', fields: [] },
  expire: { what: 'A container was removed because its time was over.', fields: ['owner'] },
  stop: {
    what: 'A container was stopped: unused for `idle_s`, or more `bytes` of files than `limit`.',
    fields: ['owner', 'idle_s', 'bytes', 'limit'],
  },
  authenticate: {
    what: 'Somebody showed a token or a link (`what`) that is none; `untold` came before and have no record.',
    fields: ['what', 'ip', 'untold'],
  },
} as const;

export type OwnAction = keyof typeof OWN_ACTIONS;

export type OwnFields<A extends OwnAction> = Readonly<
  Partial<Record<(typeof OWN_ACTIONS)[A]['fields'][number], AuditValue>>
>;
