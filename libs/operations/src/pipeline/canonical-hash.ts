/** SHA-256 of a JSON value, whatever the order of its keys. */
export async function canonicalHash(value: unknown): Promise<string> {
  const text = JSON.stringify(value, (_key, inner: unknown) => sorted(inner));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(digest).toString('hex');
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
