import { createHash } from 'node:crypto';

export const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

/** By a client that has nothing but the link. */
export const get = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers });

export const put = (url: string, body: Buffer | string) =>
  fetch(url, { method: 'PUT', body: Buffer.from(body) });

export const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

/** Links that somebody made out of one of his own. */
export function forgeries(url: string): string[] {
  const [, token = ''] = /\/files\/(.+)$/.exec(url) ?? [];
  const [key = '', facts = '', mac = ''] = token.split('.');
  const said = Buffer.from(facts, 'base64url').toString();
  const changed = Buffer.from(said.replace('alice', 'mallo')).toString('base64url');
  const flipped = mac.startsWith('A') ? `B${mac.slice(1)}` : `A${mac.slice(1)}`;
  return [
    ...[`${key}.${facts}.${flipped}`, `${key}.${changed}.${mac}`, `${key}.${facts}`],
    ...[`0${key}.${facts}.${mac}`, `99.${facts}.${mac}`],
  ].map((name) => new URL(`/files/${name}`, url).href);
}
