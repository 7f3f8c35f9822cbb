import { AppError, type WorkspaceEngine } from '@devbench/core';

const READING: ReadonlySet<string | symbol> = new Set<keyof WorkspaceEngine>([
  'info',
  'usage',
  'list',
]);

/** An engine that is only looked at, also by what runs without a call: everything else rejects. */
export function dryEngine(engine: WorkspaceEngine): WorkspaceEngine {
  return new Proxy(engine, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || READING.has(name)) {
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      }
      return async () => {
        throw new AppError('policy_denied', 'This server changes nothing: it is a dry run.', {
          hint: 'The operator has set MCP_DOCKER_DRY_RUN.',
        });
      };
    },
  });
}
