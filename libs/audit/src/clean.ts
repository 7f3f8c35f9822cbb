import {
  type AuditFields,
  type AuditIntent,
  type AuditValue,
  isHarmless,
  redact,
  redactList,
} from '@devbench/core';

/** A secret that the cut would make unrecognizable is hidden first. */
const OVERLAP = 1024;

/** Takes secrets out of what goes on record, and shortens it. */
export function createCleaner(longestValue: number): (intent: AuditIntent) => AuditIntent {
  const short = (text: string) =>
    text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
  const roughly = (text: string) => text.slice(0, longestValue + OVERLAP);
  const isPlain = (text: string) => text.length <= longestValue && isHarmless(text);
  const isClean = (value: AuditValue): boolean =>
    Array.isArray(value) ? value.every(isPlain) : typeof value !== 'string' || isPlain(value);
  const clean = (value: AuditValue): AuditValue => {
    if (typeof value === 'string') return short(redact(roughly(value)));
    return Array.isArray(value) ? redactList(value.map(roughly)).map(short) : value;
  };
  /** Intent and outcome of a call have the same fields. */
  const known = new WeakMap<AuditFields, AuditFields>();
  const cleaned = (fields: AuditFields): AuditFields => {
    if (Object.values(fields).every(isClean)) return fields;
    const before = known.get(fields);
    if (before) return before;
    const made: Record<string, AuditValue> = {};
    for (const name in fields) made[name] = clean(fields[name] as AuditValue);
    known.set(fields, made);
    return made;
  };
  return (intent) => {
    const fields = cleaned(intent.fields);
    return fields === intent.fields ? intent : { ...intent, fields };
  };
}
