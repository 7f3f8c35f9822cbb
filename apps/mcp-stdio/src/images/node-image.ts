import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import Docker from 'dockerode';

import { tempFolder } from '../testing/folder.ts';
import { buildFrom } from './build-image.ts';

/** Beside these, what Node needs is in any Debian. */
const LIBRARIES = /\/lib(?:stdc\+\+|gcc_s|atomic)\.so/;

const DOCKERFILE = `FROM python:3.11-slim
COPY lib /usr/local/lib/
COPY npm /usr/local/lib/npm/
COPY node /usr/local/bin/
RUN ldconfig && ln -s ../lib/npm/bin/npm-cli.js /usr/local/bin/npm && chmod +x /usr/local/lib/npm/bin/*.js
`;

/**
 * Images with Python, Node and npm under the names that a documentation has; of this machine's own Node, so that no
 * registry is needed. One that the engine has already is left as it is.
 */
export async function nodeImages(names: readonly string[]): Promise<AsyncDisposable> {
  const docker = new Docker();
  const missing = [];
  for (const name of names) {
    const found = await docker
      .getImage(name)
      .inspect()
      .catch(() => undefined);
    if (!found) missing.push(name);
  }
  const [first, ...more] = missing;
  const none = { [Symbol.asyncDispose]: () => Promise.resolve() };
  if (first === undefined) return none;

  using folder = tempFolder();
  const into = (...path: readonly string[]) => join(folder.path, ...path);
  mkdirSync(into('lib'));
  const linked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  for (const [path] of linked.matchAll(/\/\S+/g))
    if (LIBRARIES.test(path)) cpSync(realpathSync(path), into('lib', basename(path)));
  cpSync(process.execPath, into('node'));
  cpSync(npmFolder(), into('npm'), { recursive: true });
  writeFileSync(into('Dockerfile'), DOCKERFILE);
  const built = await buildFrom(folder.path, ['Dockerfile', 'lib', 'npm', 'node'], first);
  for (const name of more) {
    const [repo = '', tag = ''] = name.split(':');
    await docker.getImage(first).tag({ repo, tag });
  }
  return {
    async [Symbol.asyncDispose]() {
      for (const name of more) await docker.getImage(name).remove();
      await built[Symbol.asyncDispose]();
    },
  };
}

function npmFolder(): string {
  const cli = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
  return dirname(dirname(realpathSync(cli)));
}
