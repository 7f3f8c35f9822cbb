import type { Workspace, WorkspaceFilter, WorkspaceRepository } from '@devbench/core';

const PAGE = 200;

/** Every row that matches, whoever owns it. */
export async function allRows(
  workspaces: WorkspaceRepository,
  filter: Pick<WorkspaceFilter, 'status'> = {},
): Promise<readonly Workspace[]> {
  const rows: Workspace[] = [];
  for (let after: string | undefined; ;) {
    const page = await workspaces.list({ ...filter, limit: PAGE, ...(after && { after }) });
    rows.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return rows;
  }
}
