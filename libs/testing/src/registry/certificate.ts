import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A certificate for an IP address that is its own CA. */
export function createCertificate(address: string, folder: string) {
  const files = { key: join(folder, 'tls.key'), certificate: join(folder, 'tls.crt') };
  const name = ['-subj', '/CN=registry', '-addext', `subjectAltName=IP:${address}`];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const out = ['-days', '2', '-keyout', files.key, '-out', files.certificate];
  execFileSync('openssl', ['req', ...kind, ...name, ...out], { stdio: 'ignore' });
  return files;
}
