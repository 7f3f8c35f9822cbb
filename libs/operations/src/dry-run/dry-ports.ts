import { AppError, type Ports } from '@devbench/core';

type Touching = Pick<Ports, 'engine' | 'copies' | 'host' | 'commands' | 'engineUpkeep'>;

/** Which methods only look, of all ports that reach the engine. */
const READING: { readonly [P in keyof Touching]: readonly (keyof Touching[P] & string)[] } = {
  engine: ['info', 'usage', 'list', 'ping', 'volumeSizes'],
  copies: ['exists'],
  host: ['list', 'find', 'inspect', 'logs'],
  commands: ['resume'],
  engineUpkeep: ['look', 'watch', 'volumes', 'leftBehind'],
};

/** An engine that is only looked at, also by what runs without a call: everything else rejects. */
export const dryPorts = (ports: Ports): Ports => ({
  ...ports,
  engine: dry(ports.engine, READING.engine),
  copies: dry(ports.copies, READING.copies),
  host: dry(ports.host, READING.host),
  commands: dry(ports.commands, READING.commands),
  engineUpkeep: dry(ports.engineUpkeep, READING.engineUpkeep),
});

function dry<T extends object>(port: T, reading: readonly string[]): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (reading.includes(String(name))) return member.bind(target) as unknown;
      return async () => {
        throw new AppError('policy_denied', 'This server changes nothing: it is a dry run.', {
          hint: 'The operator has set MCP_DOCKER_DRY_RUN.',
        });
      };
    },
  });
}
