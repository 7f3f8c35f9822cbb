import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TlsFiles {
  /** `ca.pem`, `cert.pem` and `key.pem` of a client, as DOCKER_CERT_PATH has them. */
  readonly client: string;
  /** The same of the engine. */
  readonly engine: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Certificates for an engine on 127.0.0.1 and for its client, by one CA of their own. */
export function createTlsFiles(folder: string): TlsFiles {
  const openssl = (args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  mkdirSync(folder, { recursive: true });
  const authority = ['-addext', 'basicConstraints=critical,CA:TRUE'];
  const out = ['-days', '2', '-keyout', 'ca-key.pem', '-out', 'ca.pem'];
  openssl(['req', '-x509', ...KEY, '-subj', '/CN=ca', ...authority, ...out]);
  const issue = (name: string, extensions: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, `${name}.ext`), extensions);
    const request = ['-keyout', `${name}/key.pem`, '-out', `${name}.csr`];
    openssl(['req', ...KEY, '-subj', `/CN=${name}`, ...request]);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', '2'];
    const files = ['-extfile', `${name}.ext`, '-out', `${name}/cert.pem`];
    openssl(['x509', '-req', '-in', `${name}.csr`, ...by, ...files]);
    openssl(['x509', '-in', 'ca.pem', '-out', `${name}/ca.pem`]);
    return join(folder, name);
  };
  return {
    engine: issue('engine', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n'),
    client: issue('client', 'extendedKeyUsage=clientAuth\n'),
  };
}
