import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { print } from './output.js';

/** What a person might tell an assistant over half a year. */
const SAID = [
  { said_at: '2026-01-10T09:00:00Z', text: 'I have a dog named Buddy.' },
  { said_at: '2026-01-12T18:30:00Z', text: 'I work at Google. I went to the dentist yesterday.' },
  { said_at: '2026-02-02T08:15:00Z', text: 'I adopted another dog, Scout.' },
  { said_at: '2026-03-20T20:00:00Z', text: "I left Google, I'm at Meta now." },
  { said_at: '2026-03-21T07:45:00Z', text: "My dog's name is Buddy." },
  { said_at: '2026-03-21T07:46:00Z', text: 'Good morning! How are you?' },
];

const ASKED = [
  "What are my dogs' names?",
  'Where do I work?',
  'When did I go to the dentist?',
  'What is the name of my cat?',
];

/**
 * Spawns this very server over stdio on an empty temporary folder and drives it with the official MCP
 * client: everything printed comes back from the server.
 */
export async function demo(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'memory-r1-demo-'));
  const client = new Client({ name: 'memory-r1-demo', version: '1.0.0' });
  try {
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [fileURLToPath(new URL('../main.js', import.meta.url))],
        env: { ...getDefaultEnvironment(), MEMORY_R1_HOME: home },
      }),
    );
    await runDemo(client);
  } finally {
    await client.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function runDemo(client: Client): Promise<void> {
  const call = async (name: string, args: Record<string, unknown>): Promise<string> => {
    const result = await client.callTool({ name, arguments: args });
    const text = result.content
      .map((block) => (block.type === 'text' ? block.text : ''))
      .join('\n');
    if (result.isError) throw new Error(`${name}: ${text}`);
    return text;
  };

  const { tools } = await client.listTools();
  print(`The server offers: ${tools.map(({ name }) => name).join(', ')}\n`);
  for (const { said_at, text } of SAID) {
    print(`remember (${said_at.slice(0, 10)}) ${JSON.stringify(text)}`);
    print(indent(await call('remember', { text, said_at, speaker: 'user' })));
  }
  print('\nrecall "pets"');
  print(indent(await call('recall', { query: 'pets', limit: 3 })));
  for (const question of ASKED) {
    print(`\nanswer ${JSON.stringify(question)}`);
    print(indent(await call('answer', { question })));
  }
  print('\nhistory of the last changes');
  print(indent(await call('history', { limit: 4 })));
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
