import { HIDDEN, redact, redactList } from '@devbench/core';

const hideValue = (entry: string) => entry.replace(/=.*/s, `=${HIDDEN}`);

/** What the engine says about something, without the secrets in it: of an environment only the names are left. */
export function redactInspect(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) {
    if (!value.every((item) => typeof item === 'string')) {
      return value.map((item) => redactInspect(item));
    }
    return key === 'Env' ? value.map(hideValue) : redactList(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactInspect(inner, name)]),
  );
}
