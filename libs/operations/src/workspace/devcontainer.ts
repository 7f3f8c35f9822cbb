import { AppError, WORKSPACE_PATH } from '@devbench/core';
import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { z } from 'zod';

import { envInput } from '../exec/command-input.ts';
import type { SpawnInput } from './spawn-input.ts';

const command = z.union([z.string(), z.array(z.string()).min(1)]);

/** Of https://containers.dev/implementors/json_reference/, what a workspace can do; the rest is for editors. */
const understood = z.object({
  image: z.string().min(1).optional(),
  containerEnv: envInput.optional(),
  remoteEnv: envInput.optional(),
  remoteUser: z.string().optional(),
  containerUser: z.string().optional(),
  postCreateCommand: z.union([command, z.record(z.string(), command)]).optional(),
});

/** What would be missing in the workspace without a word. */
const REFUSED: Readonly<Record<string, string>> = {
  build: 'images are not built here: build it, then name it as image',
  dockerFile: 'images are not built here: build it, then name it as image',
  dockerComposeFile: 'one workspace is one container',
  features: 'features change the image: build it with them, then name it as image',
  mounts: 'a workspace has no path of the host',
  runArgs: 'the operator says how containers are run',
  privileged: 'the operator says how containers are run',
  capAdd: 'the operator says how containers are run',
  securityOpt: 'the operator says how containers are run',
};

export interface Devcontainer {
  readonly input: SpawnInput;
  /** For /bin/sh, once, when the workspace has been made. */
  readonly postCreate: string | undefined;
}

/**
 * A spawn as the text of a devcontainer.json asks for it; what the caller says himself wins.
 * @throws AppError `invalid_argument` with all that a workspace cannot do
 */
export function applyDevcontainer(input: SpawnInput): Devcontainer {
  if (input.devcontainer === undefined) return { input, postCreate: undefined };
  const { image, containerEnv, remoteEnv, postCreateCommand, ...users } = read(input.devcontainer);
  const asRoot = (users.remoteUser ?? users.containerUser) === 'root';
  return {
    input: {
      ...input,
      image: input.image ?? image,
      env: { ...containerEnv, ...remoteEnv, ...input.env },
      profile: input.profile ?? (asRoot ? 'buildable' : undefined),
    },
    postCreate: postCreateCommand === undefined ? undefined : scriptOf(postCreateCommand),
  };
}

function read(text: string): z.output<typeof understood> {
  const errors: ParseError[] = [];
  const said: unknown = parse(inWorkspace(text), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) throw refusal(`${printParseErrorCode(error.error)} at ${error.offset}`);
  const refused = Object.entries(said ?? {})
    .filter(([name, value]) => name in REFUSED && !isEmpty(value))
    .map(([name]) => `${name} (${REFUSED[name] ?? ''})`);
  if (refused.length > 0) throw refusal(refused.join('; '));
  const parsed = understood.safeParse(said);
  if (!parsed.success) throw refusal(z.prettifyError(parsed.error));
  return parsed.data;
}

const inWorkspace = (text: string) =>
  text.replaceAll(/\$\{containerWorkspaceFolder\}/g, WORKSPACE_PATH);

const isEmpty = (value: unknown) =>
  value === false || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

type Command = NonNullable<z.output<typeof understood>['postCreateCommand']>;

/** Those with names may run at once; here they run in their order. */
function scriptOf(said: Command): string {
  if (typeof said === 'string') return said;
  if (Array.isArray(said)) return said.map(quoted).join(' ');
  return Object.values(said)
    .map((each) => `(${scriptOf(each)})`)
    .join(' && ');
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

const refusal = (what: string) =>
  new AppError('invalid_argument', `devcontainer: ${what.slice(0, 1000)}.`, {
    hint: 'Leave it out, or spawn with image, env and profile instead.',
  });
