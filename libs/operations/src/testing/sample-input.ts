import type { Operation } from '../operation.ts';

const ID = { container_id: 'c_1', exec_id: 'e_1' } as const;

/** Where no simple value of the right type will do. */
const SPECIAL: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  exec_run: { cmd: ['true'] },
  exec_start: { cmd: ['true'] },
  fs_edit: { edits: [{ old_text: 'a', new_text: 'b' }] },
  fs_batch: { operations: [{ op: 'read', path: 'a' }] },
};

interface Field {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly items?: Field;
}

/** Arguments that an operation takes, made from its schema. */
export function sampleInput({ name, input }: Operation): Record<string, unknown> {
  const { properties = {}, required = [] } = input.toJSONSchema({ io: 'input' });
  const needed = required.map((each) => [each, valueOf(properties[each] as Field)] as const);
  const ids = Object.entries(ID).filter(([id]) => id in properties);
  return { ...Object.fromEntries(needed), ...Object.fromEntries(ids), ...SPECIAL[name] };
}

function valueOf({ type, enum: values, minimum = 1, items }: Field): unknown {
  if (values) return values[0];
  if (type === 'array') return items ? [valueOf(items)] : [];
  const simple: Readonly<Record<string, unknown>> = {
    ...{ string: 'x', boolean: true },
    ...{ integer: minimum, number: minimum },
  };
  return simple[type ?? ''] ?? {};
}
