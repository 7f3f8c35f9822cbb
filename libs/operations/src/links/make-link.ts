import type { Caller, Clock, Links, Workspace } from '@devbench/core';
import { z } from 'zod';

import type { OperationsConfig } from '../config.ts';

interface LinkingCall {
  readonly id: string;
  readonly caller: Caller;
  readonly workspace: Workspace;
  readonly links: Links;
  readonly clock: Clock;
  readonly config: OperationsConfig;
}

export const linkShape = { url: z.string(), expires_at: z.string() };

/** Of calls that do without a link, too. */
export const maybeLinkShape = z.object(linkShape).partial().shape;

/** Whether a result that is remembered is still of use. */
export async function linkHolds(
  { clock }: Pick<LinkingCall, 'clock'>,
  _owner: string,
  { expires_at }: { readonly expires_at?: string | undefined },
): Promise<boolean> {
  return expires_at === undefined || new Date(expires_at) > clock.now();
}

/**
 * A URL by which anybody may make one call for the caller, soon. Undefined for callers who do not reach this server
 * by URL. The link has the id of the call that made it, so that the record tells where it came from.
 */
export async function makeLink(
  { id, caller, workspace, links, clock, config }: LinkingCall,
  action: string,
  input: Readonly<Record<string, unknown>>,
): Promise<{ url: string; expires_at: string } | undefined> {
  if (!caller.urlOf) return undefined;
  const expiresAt = new Date(clock.now().getTime() + config.linkTtlMs);
  const token = await links.seal({
    id,
    owner: caller.principal.id,
    action,
    input: { container_id: workspace.id, ...input },
    expiresAt,
  });
  return { url: caller.urlOf(token), expires_at: expiresAt.toISOString() };
}
