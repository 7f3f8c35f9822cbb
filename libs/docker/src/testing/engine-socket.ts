import Dockerode from 'dockerode';

const { socketPath } = new Dockerode().modem as { readonly socketPath?: string };

/** Where the engine of the tests is, as DOCKER_HOST says. */
export const ENGINE_SOCKET = socketPath ?? '/var/run/docker.sock';
