/** The statement that writes a row whose keys are the columns; bind the row to it. */
export function insertInto(table: string, row: object): string {
  const columns = Object.keys(row);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (@${columns.join(', @')})`;
}
