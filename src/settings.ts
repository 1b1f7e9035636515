import { isAbsolute, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { configurationError } from './errors.js';
import { parseNamespace } from './memory/namespace.js';

/** A setting's flag, its environment variable and what it is for: the one list that help, parsing and docs share. */
export const SETTING_DEFINITIONS = [
  {
    key: 'home',
    flag: '--home <folder>',
    env: 'MEMORY_R1_HOME',
    about: "data folder (default: the platform's data folder)",
  },
  {
    key: 'namespace',
    flag: '--namespace <name>',
    env: 'MEMORY_R1_NAMESPACE',
    about: 'namespace used when a call names none (default: default)',
  },
  {
    key: 'embedder',
    flag: '--embedder <name>',
    env: 'MEMORY_R1_EMBEDDER',
    about: 'bundled | hf:<id or path> (default: bundled)',
  },
  {
    key: 'manager',
    flag: '--manager <policy>',
    env: 'MEMORY_R1_MANAGER',
    about:
      'learned, or learned:<file> with weights of your own | rules | append | llm (default: learned)',
  },
  {
    key: 'answerer',
    flag: '--answerer <policy>',
    env: 'MEMORY_R1_ANSWERER',
    about: 'learned, the built-in reader | llm (default: learned)',
  },
  {
    key: 'llm',
    flag: '--llm <model>',
    env: 'MEMORY_R1_LLM',
    about: 'openai:<model>@<base url> | gguf:<path>; its key is read from MEMORY_R1_LLM_API_KEY',
  },
  {
    key: 'llmSchema',
    flag: '--llm-schema <how>',
    env: 'MEMORY_R1_LLM_SCHEMA',
    about: "enforced while the model writes | asked, where that doesn't work (default: enforced)",
  },
  {
    key: 'trace',
    flag: '--trace <file>',
    env: 'MEMORY_R1_TRACE',
    about: 'append what the language model was asked and said to this file (JSON lines)',
  },
  {
    key: 'store',
    flag: '--store <uri>',
    env: 'MEMORY_R1_STORE',
    about: 'a folder, s3://… or db://… (default: <home>/ledger)',
  },
  {
    key: 'retention',
    flag: '--retention <age>',
    env: 'MEMORY_R1_RETENTION',
    about: 'how long past versions are kept, e.g. 90d, 26w or 12h (default: for ever)',
  },
  {
    key: 'secrets',
    flag: '--secrets <how>',
    env: 'MEMORY_R1_SECRETS',
    about:
      'mask keys, tokens and card numbers before they are stored | keep them as said (default: mask)',
  },
] as const;

const ANSWERERS = ['learned', 'llm'] as const;

type SettingKey = (typeof SETTING_DEFINITIONS)[number]['key'];
export type RawSettings = Partial<Record<SettingKey, string | undefined>>;

const settingsSchema = z.object({
  home: z
    .string()
    .min(1, 'must name a folder')
    .transform((folder) => resolve(folder)),
  namespace: z.string(),
  embedder: z.string().regex(/^(bundled|hf:.+)$/, 'must be "bundled" or "hf:<model id or path>"'),
  manager: z
    .string()
    .regex(
      /^(learned(:.+)?|rules|append|llm)$/,
      'must be "learned", "learned:<file>", "rules", "append" or "llm"',
    ),
  answerer: z.enum(ANSWERERS, 'must be "learned" or "llm"'),
  llm: z
    .string()
    .regex(
      /^(openai:.+@https?:\/\/.+|gguf:.+)$/,
      'must be "openai:<model>@<base url>" or "gguf:<path>"',
    )
    .optional(),
  llmSchema: z.enum(['enforced', 'asked'], 'must be "enforced" or "asked"'),
  trace: z.string().optional(),
  store: z.string().min(1, 'must be a folder or a URI such as s3://bucket/path').optional(),
  retention: z
    .string()
    .regex(
      /^[1-9]\d{0,5}[hdw]$/,
      'must be a number of hours, days or weeks such as 12h, 90d or 26w',
    )
    .optional(),
  secrets: z.enum(['mask', 'keep'], 'must be "mask" or "keep"'),
});

/** Everything a run of the program is told from outside, checked once. */
export interface Settings {
  /** Absolute. */
  home: string;
  namespace: string;
  embedder: string;
  /** `learned`, `learned:<weights file>`, `rules`, `append` or `llm`. */
  manager: string;
  answerer: (typeof ANSWERERS)[number];
  /** Set where `manager` or `answerer` is `llm`. */
  llm: string | undefined;
  /** Whether the form of the model's replies is enforced in generation, or only described to it. */
  llmSchema: 'enforced' | 'asked';
  /** From the environment only, so that it shows in no process list; never logged. */
  llmApiKey: string | undefined;
  /** File of the decision trace; off when not set. */
  trace: string | undefined;
  /** Base URL of the model hub (`HF_ENDPOINT`, as other Hugging Face tools read it). */
  hubEndpoint: string | undefined;
  /** What LanceDB opens: an absolute folder or a URI. */
  storeUri: string;
  /** How long closed versions are kept, in milliseconds; null: for ever. */
  retentionMs: number | null;
  /** What `remember` does with keys, tokens and card numbers that it recognises. */
  secrets: 'mask' | 'keep';
}

/**
 * Flags over environment over defaults.
 * @throws MemoryR1Error `bad-setting`, one line naming the setting, where it came from and what it takes.
 */
export function resolveSettings(flags: RawSettings, environment: NodeJS.ProcessEnv): Settings {
  const raw: Record<string, string> = {
    home: envPaths('memory-r1', { suffix: '' }).data,
    namespace: 'default',
    embedder: 'bundled',
    manager: 'learned',
    answerer: 'learned',
    llmSchema: 'enforced',
    secrets: 'mask',
  };
  const origin: Record<string, string> = {};
  for (const { key, flag, env } of SETTING_DEFINITIONS) {
    const fromFlag = flags[key];
    // An empty variable is how shells and client configurations say "not set".
    const fromEnvironment = environment[env] === '' ? undefined : environment[env];
    const value = fromFlag ?? fromEnvironment;
    if (value === undefined) continue;
    raw[key] = value;
    origin[key] = fromFlag !== undefined ? (flag.split(' ')[0] ?? flag) : env;
  }
  const parsed = settingsSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = String(issue?.path[0]);
    throw configurationError(
      'bad-setting',
      `${origin[key] ?? key} ${issue?.message ?? 'is not valid'} (got "${raw[key] ?? ''}")`,
    );
  }
  const { home, namespace, embedder, manager, answerer, llm, llmSchema, trace, store, retention } =
    parsed.data;
  const { secrets } = parsed.data;
  if (llm === undefined && (manager === 'llm' || answerer === 'llm')) {
    throw configurationError(
      'bad-setting',
      `${origin[manager === 'llm' ? 'manager' : 'answerer']} is "llm", so MEMORY_R1_LLM must name one: "openai:<model>@<base url>" or "gguf:<path>"`,
    );
  }
  return {
    home,
    namespace: parseDefaultNamespace(namespace, origin['namespace'] ?? 'namespace'),
    embedder,
    manager,
    answerer,
    llm,
    llmSchema,
    llmApiKey: environment['MEMORY_R1_LLM_API_KEY'] || undefined,
    trace,
    hubEndpoint: environment['HF_ENDPOINT'] || undefined,
    storeUri:
      store === undefined
        ? join(home, 'ledger')
        : isUri(store) || isAbsolute(store)
          ? store
          : resolve(store),
    retentionMs: retention === undefined ? null : durationOf(retention),
    secrets,
  };
}

/** Whether a store lives somewhere other than in a local folder. */
export function isUri(store: string): boolean {
  return /^[a-z0-9+]{2,}:\/\//i.test(store);
}

const HOURS = { h: 1, d: 24, w: 7 * 24 };

/** Milliseconds of an age such as `90d`, checked by the schema. */
function durationOf(age: string): number {
  return Number(age.slice(0, -1)) * HOURS[age.slice(-1) as keyof typeof HOURS] * 3_600_000;
}

function parseDefaultNamespace(namespace: string, from: string): string {
  try {
    return parseNamespace(namespace);
  } catch (error) {
    throw configurationError('bad-setting', `${from}: ${(error as Error).message}`, error);
  }
}
