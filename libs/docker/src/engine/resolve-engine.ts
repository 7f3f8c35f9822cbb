import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@devbench/core';
import { z } from 'zod';
import type { DockerSettings } from '../config.ts';

interface Env {
  readonly MCP_DOCKER_HOST?: string | undefined;
  readonly DOCKER_HOST?: string | undefined;
  readonly DOCKER_TLS_VERIFY?: string | undefined;
  readonly DOCKER_CERT_PATH?: string | undefined;
  readonly DOCKER_CONFIG?: string | undefined;
  readonly DOCKER_CONTEXT?: string | undefined;
}
type Target = Pick<DockerSettings, 'host' | 'tls'>;

const dockerCliConfig = z.object({ currentContext: z.string().optional() });
const contextMeta = z.object({
  Endpoints: z.object({
    docker: z.object({ Host: z.string(), SkipTLSVerify: z.boolean().optional() }),
  }),
});

/**
 * Which engine the environment means, as the Docker CLI would decide: `MCP_DOCKER_HOST`, `DOCKER_HOST`
 * (with `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH`), then the current context below `home`. Empty when
 * nothing is said. Rejects with `settings_invalid` for a context or a certificate that cannot be read.
 */
export async function resolveEngine(env: Env, home: string): Promise<Target> {
  const host = said(env.MCP_DOCKER_HOST) ?? said(env.DOCKER_HOST);
  const folder = said(env.DOCKER_CONFIG) ?? join(home, '.docker');
  if (host !== undefined) {
    const verify = said(env.DOCKER_TLS_VERIFY) !== undefined;
    const certs = said(env.DOCKER_CERT_PATH) ?? (verify ? folder : undefined);
    if (host.startsWith('unix:') || certs === undefined) return { host };
    return { host, tls: { ...(await readPems(certs)), verify } };
  }
  const name = said(env.DOCKER_CONTEXT) ?? (await currentContext(folder));
  return name === undefined || name === 'default' ? {} : readContext(folder, name);
}

/** An empty variable says nothing. */
function said(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

async function currentContext(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '{}');
  return parseJson(dockerCliConfig, text, 'config.json').currentContext;
}

async function readContext(folder: string, name: string): Promise<Target> {
  const digest = createHash('sha256').update(name).digest('hex');
  const file = join(folder, 'contexts', 'meta', digest, 'meta.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalid(`The Docker context "${name}" does not exist.`, cause);
  });
  const { Host, SkipTLSVerify } = parseJson(contextMeta, text, file).Endpoints.docker;
  const pems = await readPems(join(folder, 'contexts', 'tls', digest, 'docker'), 'optional');
  const tls = { ...pems, verify: SkipTLSVerify !== true };
  return Object.keys(pems).length === 0 ? { host: Host } : { host: Host, tls };
}

async function readPems(folder: string, need?: 'optional'): Promise<Record<string, string>> {
  const pems: Record<string, string> = {};
  for (const name of ['ca', 'cert', 'key']) {
    try {
      pems[name] = await readFile(join(folder, `${name}.pem`), 'utf8');
    } catch (cause) {
      if (need !== 'optional') throw invalid(`${name}.pem in ${folder} cannot be read.`, cause);
    }
  }
  return pems;
}

function parseJson<T>(schema: z.ZodType<T>, text: string, file: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid(`${file} of Docker cannot be understood.`, cause);
  }
}

function invalid(message: string, cause: unknown): AppError {
  return new AppError('settings_invalid', message, {
    cause,
    hint: 'Check "docker context ls", or set MCP_DOCKER_HOST.',
  });
}
