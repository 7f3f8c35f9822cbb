import { flag, text } from './text.ts';

export const LOCAL_COLLECTOR = 'http://127.0.0.1:4318/v1/traces';

const isCollector = (value: string) => {
  const url = URL.parse(value);
  return /^https?:$/.test(url?.protocol ?? '') && url?.username === '' && url.password === '';
};

/** As OpenTelemetry has it, a collector's address without a path stands for the usual one. */
function withPath(value: string): string {
  const url = new URL(value);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  return url.href;
}

export const tracingSettings = {
  MCP_TRACING_ENABLED: flag
    .default(false)
    .describe('Whether calls are traced, with what they ask of the engine'),
  MCP_TRACING_ENDPOINT: text
    .refine(isCollector, { error: 'must be a http(s) URL without a password' })
    .transform(withPath)
    .optional()
    .describe(
      'The collector of OpenTelemetry that takes them, as OTLP over HTTP; default http://127.0.0.1:4318',
    ),
};
