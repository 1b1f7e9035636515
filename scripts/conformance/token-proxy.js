import { createServer, request } from 'node:http';

/**
 * A proxy on loopback that adds the token to every request: the conformance suite sends none. Everything
 * else goes through as it came, a forged Host or Origin too; only the proxy's own name becomes the server's.
 * @param {URL} target
 * @param {string} token
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function proxyWithToken(target, token) {
  const proxy = createServer((incoming, outgoing) => {
    const own = `127.0.0.1:${port}`;
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    if (headers.host === own || headers.host === `localhost:${port}`) headers.host = target.host;
    if (headers.origin === `http://${own}` || headers.origin === `http://localhost:${port}`)
      headers.origin = target.origin;
    const onward = request(
      {
        hostname: target.hostname,
        port: target.port,
        path: incoming.url,
        method: incoming.method,
        headers,
      },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        outgoing.flushHeaders();
        response.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise((listening) => proxy.listen(0, '127.0.0.1', () => listening(undefined)));
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  return {
    url: `http://127.0.0.1:${port}${target.pathname}`,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
