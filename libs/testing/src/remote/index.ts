export { canUseOpenSsh, startOpenSsh } from './openssh-server.ts';
export type { SshServer } from './ssh-clients.ts';
export { canUseSsh, startSshServer } from './ssh-server.ts';
export { startTlsEngine, type TlsEngine } from './tls-engine.ts';
export { createTlsFiles, type TlsFiles } from './tls-files.ts';
