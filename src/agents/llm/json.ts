/** At most this many places are tried as the beginning of the JSON. */
const MAX_STARTS = 40;

/** JSON found in a reply. */
export interface Found {
  value: unknown;
  /** True when the reply ended inside it and its unfinished elements were left out. */
  cutOff: boolean;
}

/**
 * Every JSON object or list in what a model wrote, outermost and first one first: prose, code fences
 * and thoughts around it are passed over. Of one that is cut off, only complete elements are kept: a
 * text cut in the middle must be dropped, never finished, since it would be stored as it is.
 */
export function* findJson(text: string): Generator<Found> {
  const spoken = text.replace(/<think>[\s\S]*?<\/think>/g, '');
  let tried = 0;
  for (let at = 0; at < spoken.length && tried < MAX_STARTS; at += 1) {
    if (spoken[at] !== '{' && spoken[at] !== '[') continue;
    tried += 1;
    const { end, cut } = scan(spoken, at);
    const whole = end === null ? undefined : parse(spoken.slice(at, end));
    if (end !== null && whole !== undefined) {
      yield { value: whole, cutOff: false };
      at = end - 1;
    } else if (end === null && cut !== null) {
      const value = parse(spoken.slice(at, cut.end) + cut.closers);
      if (value !== undefined) yield { value, cutOff: true };
    }
  }
}

interface Scan {
  /** Just after the bracket that closes the first one; null when the text ends before. */
  end: number | null;
  /** The end of the last complete nested element, and what closes everything around it. */
  cut: { end: number; closers: string } | null;
}

function scan(text: string, from: number): Scan {
  const open: string[] = [];
  let cut: Scan['cut'] = null;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') open.push('}');
    else if (sign === '[') open.push(']');
    else if (sign === '}' || sign === ']') {
      if (open.pop() !== sign) return { end: null, cut: null };
      if (open.length === 0) return { end: at + 1, cut };
      cut = { end: at + 1, closers: [...open].reverse().join('') };
    }
  }
  return { end: null, cut };
}

/** Undefined where it is no JSON; commas before a closing bracket are forgiven. */
function parse(text: string): unknown {
  for (const candidate of [text, text.replace(/,(\s*[}\]])/g, '$1')]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // Not JSON like this; the next form or the next place may be.
    }
  }
  return undefined;
}
