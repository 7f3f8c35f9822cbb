import { expect, it } from 'vitest';
import { createDocker } from '../docker.ts';
import { translateEngineError } from './errors.ts';

const refusal = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { statusCode, json: { message } });

it.each([
  [refusal(404, 'No such image: x'), 'image_not_found'],
  [refusal(404, 'No such container: x'), 'container_not_found'],
  [refusal(409, 'Container x is not running'), 'container_not_running'],
  [refusal(409, 'Container x is paused, unpause the container before exec'), 'guest_unavailable'],
  [refusal(400, 'range of CPUs is from 0.01 to 2.00'), 'invalid_argument'],
  [refusal(400, 'Client sent an HTTP request to an HTTPS server.'), 'engine_unavailable'],
  [refusal(500, 'oops'), 'engine_unavailable'],
  [Object.assign(new Error(), { code: 'ECONNREFUSED' }), 'engine_unavailable'],
])('translates %s', (thrown, code) => {
  expect(translateEngineError(thrown)).toMatchObject({ code });
});

it('says what to do when there is no engine', async () => {
  const docker = createDocker({ host: 'unix:///does/not/exist.sock' });
  await expect(docker.engine.info(1_000)).rejects.toMatchObject({
    code: 'engine_unavailable',
    hint: expect.stringContaining('Start Docker') as string,
  });
  await docker.stop();
});

it.each([
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'a certificate that the engine takes'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'a certificate that the engine takes'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the CA of the engine'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the CA of the engine'],
  ['CERT_HAS_EXPIRED', 'Renew'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'speaks no TLS'],
])('says what to do about %s', (code, hint) => {
  expect(translateEngineError(Object.assign(new Error(), { code }))).toMatchObject({
    code: 'engine_unavailable',
    hint: expect.stringContaining(hint) as string,
  });
});
