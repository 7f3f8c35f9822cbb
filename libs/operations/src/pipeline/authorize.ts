import { AppError, NOBODY, type Scope } from '@devbench/core';

import type { Toolset } from '../operation.ts';
import type { Step } from './compose.ts';

const NEEDED: Record<Toolset, Scope> = {
  workspace: 'workspace',
  more: 'workspace',
  sandbox: 'workspace',
  docker: 'workspace',
  admin: 'admin',
};

/** Checks the scope that the toolset needs; `admin` includes `workspace`. */
export const authorize: Step = async (call, next) => {
  const needed = NEEDED[call.operation.toolset];
  const { id, scopes } = call.caller.principal;
  if (id === NOBODY) throw new AppError('permission_denied', 'A caller needs a name.');
  if (scopes.includes(needed) || scopes.includes('admin')) return next();
  throw new AppError('permission_denied', `${call.operation.name} needs the scope ${needed}.`, {
    hint: 'Ask the operator for a token with this scope.',
  });
};
