/** The same object but for one method; what the others call on themselves stays as it was. */
export function replacing<T extends object, Name extends keyof T>(
  object: T,
  name: Name,
  method: T[Name],
): T {
  return new Proxy(object, {
    get(target, asked) {
      if (asked === name) return method;
      const member: unknown = Reflect.get(target, asked, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
