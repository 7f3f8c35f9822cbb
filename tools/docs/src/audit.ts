import { isDeepStrictEqual } from 'node:util';

import { OWN_ACTIONS } from '@devbench/core';
import { type Operation, operations, unlisted } from '@devbench/operations';

import { sampleOf, SECRET } from './sample.ts';
import { code, table } from './table.ts';

/** What says about whom the call was, or how often it may be done. */
const NO_CONTENT = ['container_id', 'exec_id', 'idempotency_key'];

/** What goes on record, of whom, and what of it is kept. */
export function audit(): string {
  const own = Object.entries(OWN_ACTIONS).map(([action, { what, fields }]) => [
    code(action),
    fields.map(code).join(', '),
    what,
  ]);
  return [
    '# Audit events',
    'Every call leaves one entry: `at`, `call_id`, `actor`, `client`, `session`, `action`, `subject`, `outcome`, `code`, `duration_ms`, `fields`. ' +
      '`outcome` is `allowed`, `denied` (by policy or permission) or `failed`; with the last two, `code` is one of the [errors](errors.md). ' +
      'An entry without an outcome is a call that still runs, or that ended with its server.',
    '`fields` has these arguments of each action and nothing else. In a text or list as it was given, what looks like a secret is `[hidden]`, ' +
      'and what is longer than 4096 characters is cut.',
    table(
      ['action', 'effect', 'kept as given', 'kept of it', 'never kept'],
      [...operations, ...unlisted].map(row),
    ),
    'What a server does by itself has the actor `""` and the client `devbench`:',
    table(['action', 'fields', 'meaning'], own),
  ].join('\n\n');
}

function row({ name, effect, input, audit: fieldsOf }: Operation): readonly string[] {
  const sample = sampleOf(input);
  const kept = Object.entries(fieldsOf(sample as never));
  const given = new Map(kept.map(([field, value]) => [field, argumentOf(sample, field, value)]));
  const asGiven = kept.filter(([field]) => given.get(field) !== undefined);
  const derived = kept.filter(([field]) => given.get(field) === undefined);
  const namesIn = ([, value]: (typeof kept)[number]) =>
    Object.keys(sample).find((argument) =>
      isDeepStrictEqual(Object.keys(Object(sample[argument]) as object), value),
    );
  const partly = derived.flatMap((one) => [one[0], namesIn(one) ?? []].flat());
  const seen = new Set([...given.values(), ...NO_CONTENT, ...partly]);
  return [
    code(name),
    code(effect),
    asGiven.map(([field]) => named(field, given.get(field) ?? field)).join(', '),
    derived.map(([field, value]) => `${howMuch(value)} ${code(field)}`).join(', '),
    Object.keys(sample)
      .filter((argument) => !seen.has(argument))
      .map(code)
      .join(', '),
  ];
}

/** The argument that the field has the whole of; that of the same name first. */
const argumentOf = (sample: Readonly<Record<string, unknown>>, field: string, value: unknown) =>
  [field, ...Object.keys(sample)].find(
    (argument) => argument in sample && isDeepStrictEqual(sample[argument], value),
  );

const named = (field: string, argument: string) =>
  field === argument ? code(field) : `${code(field)} (${code(argument)})`;

function howMuch(value: unknown): string {
  if (typeof value === 'number') return 'number of';
  if (Array.isArray(value) && !JSON.stringify(value).includes(SECRET)) return 'names of';
  return 'short form of';
}
