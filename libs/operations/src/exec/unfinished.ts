import type { Exec, ExecRepository, WorkspaceId } from '@devbench/core';

const PAGE = 200;

/** The commands whose end is not written down, of one workspace or of all. */
export async function* unfinished(
  execs: ExecRepository,
  workspaceId?: WorkspaceId,
): AsyncGenerator<Exec> {
  const filter = { ended: false, limit: PAGE, ...(workspaceId && { workspaceId }) };
  for (let after: string | undefined; ;) {
    const page = await execs.list({ ...filter, ...(after !== undefined && { after }) });
    yield* page;
    after = page.at(-1)?.id;
    if (page.length < PAGE || after === undefined) return;
  }
}
