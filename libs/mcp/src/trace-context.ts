/** W3C Trace Context, version 00; all zeros stand for none. */
const TRACEPARENT = /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** The span of who calls: what the message itself says, else the HTTP request that it came in. */
export function traceContext(
  meta: Readonly<Record<string, unknown>> | undefined,
  header: unknown,
): { readonly traceparent?: string } {
  const said = meta?.traceparent ?? header;
  return typeof said === 'string' && TRACEPARENT.test(said) ? { traceparent: said } : {};
}
