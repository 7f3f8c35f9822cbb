/** Fails while the server of this container is not ready: when the engine or the state does not answer, or at its end. */
const { MCP_PORT = '8000', MCP_TLS_CERT } = process.env;
const scheme = MCP_TLS_CERT ? 'https' : 'http';
// A certificate is for the name that clients use, which is not this one.
if (MCP_TLS_CERT) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

const ready = await fetch(`${scheme}://127.0.0.1:${MCP_PORT}/health/ready`).then(
  async (response) => ({ ok: response.ok, said: await response.text() }),
  (error) => ({ ok: false, said: String(error.cause ?? error) }),
);
process.stdout.write(`${ready.said}\n`);
process.exitCode = ready.ok ? 0 : 1;
