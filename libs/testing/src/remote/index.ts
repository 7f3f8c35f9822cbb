export { canUseSsh, startSshServer } from './ssh-server.ts';
export { createTlsFiles, type TlsFiles } from './tls-files.ts';
