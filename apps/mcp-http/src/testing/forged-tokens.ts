import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Signed by somebody else who says that he is the issuer. */
export async function forged(claims: JWTPayload): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  const header = { alg: 'RS256', typ: 'at+jwt', kid: 'first' };
  return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
}

export const unsigned = (claims: JWTPayload) =>
  `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(claims)}.`;

/** Signed with the public key, as if that were a shared secret. */
export const confused = (claims: JWTPayload, publicKey: string) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'first' })
    .sign(Buffer.from(publicKey));

export function tampered(token: string, claims: JWTPayload): string {
  const [header, , signature] = token.split('.');
  return [header, encode(claims), signature].join('.');
}
