import { applyEdits, modify, parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { configurationError } from '../errors.js';
import type { ServerEntry } from './entry.js';

export interface ConfigTarget {
  /** For messages only. */
  file: string;
  serversKey: string;
  name: string;
}

type JsonObject = Record<string, unknown>;

/**
 * A configuration with one server set, or removed where `entry` is null. Everything else keeps its
 * place, value and comments.
 * @param text the file's content; '' where there is none
 * @throws MemoryR1Error `bad-config` where the text is not what the client would read
 */
export function withServer(text: string, target: ConfigTarget, entry: ServerEntry | null): string {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(bom.length);
  const source = body.trim() === '' ? '{}\n' : body;
  const present = serversIn(source, target)[target.name];
  // Its own formatting stays where nothing changes.
  if (JSON.stringify(present) === JSON.stringify(entry ?? undefined)) return text;
  const edits = modify(source, [target.serversKey, target.name], entry ?? undefined, {
    formattingOptions: formattingOf(source),
  });
  return bom + applyEdits(source, edits);
}

/** How many other servers a configuration has. */
export function otherServers(text: string, target: ConfigTarget): number {
  const body = text.replace(/^\uFEFF/, '');
  return body.trim() === ''
    ? 0
    : Object.keys(serversIn(body, target)).filter((name) => name !== target.name).length;
}

function serversIn(source: string, { file, serversKey }: ConfigTarget): JsonObject {
  const errors: ParseError[] = [];
  const root: unknown = parse(source, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const line = source.slice(0, error.offset).split('\n').length;
    throw badConfig(file, `line ${line}: ${printParseErrorCode(error.error)}`);
  }
  if (!isObject(root)) throw badConfig(file, 'it holds no JSON object');
  const servers = root[serversKey] ?? {};
  if (!isObject(servers)) throw badConfig(file, `its "${serversKey}" is not an object`);
  return servers;
}

function badConfig(file: string, problem: string): Error {
  return configurationError(
    'bad-config',
    `${file} cannot be read (${problem}): mend it and try again; nothing was changed.`,
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The file's own indentation and line ends. */
function formattingOf(source: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const indent = /^([ \t]+)\S/m.exec(source)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: source.includes('\r\n') ? '\r\n' : '\n',
  };
}
