import type { RequestListener } from 'node:http';

import { pageFiles } from './page-files.ts';

/** Only what comes from here runs, and no text becomes code or markup. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'Cache-Control': 'no-cache',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** Serves the files of the page, which are read once. */
export function createPage(): RequestListener {
  let files: ReturnType<typeof pageFiles> | undefined;

  return (request, response) => {
    files ??= pageFiles();
    const [path = ''] = (request.url ?? '').slice(1).split('?');
    const file = files.get(path);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!file || !isRead) {
      response.writeHead(file ? 405 : 404, { ...HEADERS, 'Content-Type': 'text/plain' });
      response.end(file ? 'Only GET is served here.\n' : 'There is no such file.\n');
      return;
    }
    const { type, etag, body } = file;
    const isKnown = request.headers['if-none-match'] === etag;
    response.writeHead(isKnown ? 304 : 200, { ...HEADERS, 'Content-Type': type, ETag: etag });
    response.end(isKnown || request.method === 'HEAD' ? undefined : body);
  };
}
