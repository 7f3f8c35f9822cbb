/** A call as a documentation shows it: the tool, its arguments, and what must be in the reply. */
export type Example = readonly [
  tool: string,
  input: Readonly<Record<string, unknown>>,
  reply: Readonly<Record<string, unknown>>,
  options?: {
    /** Remembers what the reply says under a name; `$name` in later calls stands for it. */
    readonly remember?: Readonly<Record<string, string>>;
    /** The call goes on until its first output has come, and is cancelled then. */
    readonly endless?: true;
  },
];

/** Puts what was remembered in the places that bear its name; what is no plain data stays as it is. */
export function filledIn<Value>(value: Value, names: Readonly<Record<string, unknown>>): Value {
  const fill = (inner: unknown): unknown => {
    if (typeof inner === 'string' && inner.startsWith('$')) return names[inner.slice(1)] ?? inner;
    if (Array.isArray(inner)) return inner.map(fill);
    if (typeof inner !== 'object' || Object.getPrototypeOf(inner) !== Object.prototype)
      return inner;
    return Object.fromEntries(
      Object.entries(inner ?? {}).map(([name, each]) => [name, fill(each)]),
    );
  };
  return fill(value) as Value;
}
