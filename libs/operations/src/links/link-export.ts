import { z } from 'zod';

import { ARCHIVE_DEADLINE_MS } from '../files/archive/fields.ts';
import { type CallOn, declare } from '../operation.ts';
import type { Give } from './exchange.ts';
import { noLink } from './no-link.ts';

/** Gives an archive that was packed before to who has a link to it. No tool: the link says what. */
export const linkExport = (give: Give) =>
  declare({
    name: 'link_export',
    toolset: 'workspace',
    target: 'workspace',
    summary: 'Download a packed archive by its link.',
    effect: 'read',
    wakes: false,
    input: { archive: z.string(), name: z.string() },
    output: {},
    audit: ({ name }) => ({ name }),
    deadlineMs: () => ARCHIVE_DEADLINE_MS,
    render: () => '',
    async run(call: CallOn<'workspace', 'archives'>, { archive, name }) {
      const kept = await call.archives.find(archive);
      if (!kept) throw noLink();
      const read = (from: number, length: number) => kept.read(from, length);
      await give({ name, size: kept.bytes, etag: `"${archive}"`, read }, call.signal);
      return {};
    },
  });
