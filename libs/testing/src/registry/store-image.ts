import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPE = 'application/vnd.docker';
const MANIFEST = `${TYPE}.distribution.manifest.v2+json`;
const LIST = `${TYPE}.distribution.manifest.list.v2+json`;
const MAX_LAYER = 1024 ** 3;

export interface StoredImage {
  readonly digest: string;
  readonly size: number;
  readonly architecture: string;
}

interface Image {
  readonly name: string;
  readonly tag: string;
  /** The folder that is its file system. */
  readonly root: string;
  readonly architecture?: string;
}

/** Puts an image where a registry on that storage finds it, in the form that `docker push` leaves. */
export function storeImage(
  storage: string,
  { name, tag, root, architecture = hostArchitecture() }: Image,
): StoredImage {
  const tar = execFileSync('tar', ['-C', root, '-c', '.'], { maxBuffer: MAX_LAYER });
  const layer = storeBlob(storage, name, gzipSync(tar, { level: 1 }));
  const config = storeBlob(storage, name, {
    architecture,
    os: 'linux',
    config: { Cmd: ['/nothing'] },
    rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
    history: [{ created_by: 'test' }],
  });
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: `${TYPE}.container.image.v1+json`, ...config },
    layers: [{ mediaType: `${TYPE}.image.rootfs.diff.tar.gzip`, ...layer }],
  };
  return { ...storeManifest(storage, name, tag, manifest), architecture };
}

/** A tag that offers one image for each of several platforms. */
export function storeList(
  storage: string,
  { name, tag, images }: Pick<Image, 'name' | 'tag'> & { readonly images: readonly StoredImage[] },
): string {
  const manifests = images.map(({ architecture, ...image }) => ({
    ...{ mediaType: MANIFEST, ...image, platform: { architecture, os: 'linux' } },
  }));
  const list = { schemaVersion: 2, mediaType: LIST, manifests };
  return storeManifest(storage, name, tag, list).digest;
}

const hostArchitecture = () =>
  execFileSync('uname', ['-m'], { encoding: 'utf8' }).trim() === 'aarch64' ? 'arm64' : 'amd64';

const digestOf = (content: Buffer) =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

function storeManifest(storage: string, name: string, tag: string, manifest: object) {
  const stored = storeBlob(storage, name, manifest);
  const [, hex = ''] = stored.digest.split(':');
  const folder = `repositories/${name}/_manifests`;
  link(storage, `${folder}/revisions/sha256/${hex}`, stored.digest);
  link(storage, `${folder}/tags/${tag}/index/sha256/${hex}`, stored.digest);
  link(storage, `${folder}/tags/${tag}/current`, stored.digest);
  return stored;
}

function storeBlob(storage: string, name: string, content: Buffer | object) {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const digest = digestOf(bytes);
  const [, hex = ''] = digest.split(':');
  put(storage, `blobs/sha256/${hex.slice(0, 2)}/${hex}/data`, bytes);
  link(storage, `repositories/${name}/_layers/sha256/${hex}`, digest);
  return { digest, size: bytes.length };
}

const link = (storage: string, folder: string, digest: string) =>
  put(storage, `${folder}/link`, digest);

function put(storage: string, path: string, content: Buffer | string): void {
  const file = join(storage, 'docker/registry/v2', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
