import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { candidates } from './endpoint.mjs';

describe('candidates', () => {
  /** @type {string} */
  let home;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'devbench-home-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  /**
   * @param {string} name
   * @param {string} host
   */
  function addContext(name, host) {
    const id = createHash('sha256').update(name).digest('hex');
    mkdirSync(join(home, '.docker/contexts/meta', id), { recursive: true });
    const meta = { Name: name, Endpoints: { docker: { Host: host } } };
    writeFileSync(join(home, '.docker/contexts/meta', id, 'meta.json'), JSON.stringify(meta));
    return join(home, '.docker/contexts/tls', id, 'docker');
  }
  const use = (/** @type {string} */ name) =>
    writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ currentContext: name }));

  it('takes only the named engine, ours before Docker’s', () => {
    const env = { DOCKER_HOST: 'unix:///a.sock', MCP_DOCKER_HOST: 'unix:///b.sock' };
    assert.deepEqual(candidates(env, home), [
      { host: 'unix:///b.sock', source: 'MCP_DOCKER_HOST', named: true },
    ]);
  });

  it('brings the certificates of a named tcp engine', () => {
    const env = { DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1' };
    assert.equal(candidates(env, home)[0]?.certPath, join(home, '.docker'));
    assert.equal(candidates({ ...env, DOCKER_CERT_PATH: '/certs' }, home)[0]?.certPath, '/certs');
  });

  it('honours the current context, with its certificates', () => {
    const certPath = addContext('far', 'tcp://far:2376');
    mkdirSync(certPath, { recursive: true });
    use('far');
    const [first] = candidates({}, home);
    assert.deepEqual(first, { host: 'tcp://far:2376', source: 'docker context far', certPath });
  });

  it('lets DOCKER_CONTEXT win over the current context', () => {
    addContext('near', 'unix:///near.sock');
    addContext('far', 'ssh://far');
    use('far');
    assert.equal(candidates({ DOCKER_CONTEXT: 'near' }, home)[0]?.host, 'unix:///near.sock');
  });

  it('falls back to sockets that exist when the configuration is broken', () => {
    mkdirSync(join(home, '.docker/run'), { recursive: true });
    writeFileSync(join(home, '.docker/config.json'), 'not json');
    writeFileSync(join(home, '.docker/run/docker.sock'), '');
    const hosts = candidates({}, home).map(({ host }) => host);
    assert.ok(hosts.includes(`unix://${join(home, '.docker/run/docker.sock')}`));
    assert.ok(!hosts.some((host) => host.includes('colima')));
  });
});
