import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the server was asked. */
export interface ScriptedRequest {
  authorization: string | undefined;
  body: {
    model: string;
    messages: { role: string; content: string }[];
    response_format?: { type: string };
    max_tokens?: number;
    max_completion_tokens?: number;
    temperature?: number;
  };
}

/** How the server behaves for one request. */
export type Act =
  | { say: string }
  | { status: number; message?: string; headers?: Record<string, string> }
  /** Never answers. */
  | 'hang'
  /** Sends headers and then a byte now and then, for ever. */
  | 'drip'
  /** A page of HTML with status 200. */
  | 'html'
  /** Ends the connection without an answer. */
  | 'reset';

/** An act, or what to make of the request. */
export type Script = Act | ((request: ScriptedRequest) => Act | Promise<Act>);

export interface ScriptedLlm {
  /** With `/v1`, as given to an OpenAI client. */
  baseUrl: string;
  requests: ScriptedRequest[];
  /** Requests whose connection is still held and that have not been answered to the end. */
  open(): number;
  /** Resolves when `count` requests have come in. */
  received(count: number): Promise<void>;
}

/**
 * An OpenAI-compatible server on loopback. The n-th request is met by the n-th act; the last act goes
 * on for all that follow. Closed when the test is over.
 */
export async function startScriptedLlm(...script: [Script, ...Script[]]): Promise<ScriptedLlm> {
  const requests: ScriptedRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let open = 0;

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    open += 1;
    response.once('close', () => (open -= 1));
    let text = '';
    for await (const chunk of message) text += String(chunk);
    const request: ScriptedRequest = {
      authorization: message.headers.authorization,
      body: JSON.parse(text) as ScriptedRequest['body'],
    };
    const step = script[Math.min(requests.length, script.length - 1)] ?? 'hang';
    requests.push(request);
    for (const check of waiting) check();
    perform(typeof step === 'function' ? await step(request) : step, response);
  };

  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${String(port)}/v1`,
    requests,
    open: () => open,
    received: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (requests.length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

function perform(act: Act, response: ServerResponse): void {
  if (act === 'hang') return;
  if (act === 'reset') {
    response.destroy();
    return;
  }
  if (act === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
    return;
  }
  if (act === 'drip') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 10);
    response.once('close', () => clearInterval(timer));
    return;
  }
  const json = { 'content-type': 'application/json' };
  if ('status' in act) {
    response
      .writeHead(act.status, { ...json, ...act.headers })
      .end(JSON.stringify({ error: { message: act.message ?? `status ${String(act.status)}` } }));
    return;
  }
  response.writeHead(200, json).end(
    JSON.stringify({
      id: 'scripted',
      object: 'chat.completion',
      created: 0,
      model: 'scripted',
      choices: [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: act.say } },
      ],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    }),
  );
}
