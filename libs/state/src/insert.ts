const known = new Map<string, string>();

/** The statement that writes a row whose keys are the columns, the same for all of a table; bind the row to it. */
export function insertInto(table: string, row: object): string {
  const before = known.get(table);
  if (before !== undefined) return before;
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (@${columns.join(', @')})`;
  known.set(table, sql);
  return sql;
}
