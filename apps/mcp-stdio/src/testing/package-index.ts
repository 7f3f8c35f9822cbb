import Docker from 'dockerode';

import { foreignContainer } from './foreign-container.ts';

/** Serves one package, `demo-pkg` 1.0 with a program `demo`, as PEP 503 says. */
const SERVER = `
import io, zipfile, http.server
data = io.BytesIO()
info = 'demo_pkg-1.0.dist-info'
with zipfile.ZipFile(data, 'w') as wheel:
    wheel.writestr('demo_pkg.py', 'def main(): print("demo 1.0")')
    wheel.writestr(info + '/METADATA', 'Metadata-Version: 2.1\\nName: demo-pkg\\nVersion: 1.0\\n')
    wheel.writestr(info + '/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + '/entry_points.txt', '[console_scripts]\\ndemo = demo_pkg:main\\n')
    wheel.writestr(info + '/RECORD', '')
NAME = '/demo_pkg-1.0-py3-none-any.whl'
class Index(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = {'/simple/demo-pkg/': ('<a href="%s">x.whl</a>' % NAME).replace('x.whl', NAME[1:]).encode(), NAME: data.getvalue()}
        body = found.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header('Content-Type', 'text/html' if self.path.endswith('/') else 'application/zip')
        self.end_headers()
        self.wfile.write(body or b'')
http.server.ThreadingHTTPServer(('', 8000), Index).serve_forever()
`;

/** A package index on the engine's bridge network; answers the environment that leads pip to it. */
export async function packageIndex() {
  const container = await foreignContainer('devbench-e2e-index', {
    Image: 'python:3.11-slim',
    Cmd: ['python3', '-c', SERVER],
  });
  const { NetworkSettings } = await new Docker().getContainer(container.id).inspect();
  const address = NetworkSettings.Networks.bridge?.IPAddress ?? '';
  return {
    env: {
      PIP_INDEX_URL: `http://${address}:8000/simple`,
      PIP_TRUSTED_HOST: address,
      PIP_RETRIES: '10',
    },
    [Symbol.asyncDispose]: () => container[Symbol.asyncDispose](),
  };
}
