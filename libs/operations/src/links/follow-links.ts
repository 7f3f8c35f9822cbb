import { type Caller, type Grant, type Links, toAppError } from '@devbench/core';

import type { LinkFollower } from '../client.ts';
import type { Operation } from '../operation.ts';
import type { Give, Upload } from './exchange.ts';
import { linkExport } from './link-export.ts';
import { linkImport } from './link-import.ts';
import { linkRead } from './link-read.ts';
import { linkWrite } from './link-write.ts';
import { noLink } from './no-link.ts';

type Perform = (
  operation: Operation,
  caller: Caller,
  input: unknown,
) => Promise<Record<string, unknown>>;

const DOWNLOADS: Readonly<Record<string, (give: Give) => Operation>> = {
  link_read: linkRead,
  link_export: linkExport,
};

const UPLOADS: Readonly<Record<string, (grant: Grant, upload: Upload) => Operation>> = {
  link_write: linkWrite,
  link_import: linkImport,
};

/** Makes the calls that links are for, each as if its owner made it. */
export function followLinks(links: Links, perform: Perform): LinkFollower {
  const opened = async (token: string): Promise<Grant> => {
    const grant = await links.open(token).catch((thrown: unknown) => {
      throw toAppError(thrown);
    });
    if (!grant) throw noLink();
    return grant;
  };
  return {
    async download(token, signal, give) {
      const grant = await opened(token);
      const operation = DOWNLOADS[grant.action]?.(give);
      if (!operation) throw noLink();
      await perform(operation, callerOf(grant, signal), grant.input);
    },
    async upload(token, signal, upload) {
      const grant = await opened(token);
      const operation = UPLOADS[grant.action]?.(grant, upload);
      if (!operation) throw noLink();
      return perform(operation, callerOf(grant, signal), grant.input);
    },
  };
}

const callerOf = ({ id, owner }: Grant, signal: AbortSignal): Caller => ({
  principal: { id: owner, scopes: ['workspace'] },
  client: 'link',
  session: id,
  signal,
});
