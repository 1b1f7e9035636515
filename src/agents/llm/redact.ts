import { maskSecrets, REDACTED } from '../../memory/secrets.js';

/**
 * Beyond the shapes of keys, what words announce as a secret: none of it must reach an error message or a
 * trace. A trace is made to be kept and passed on, so a false alarm costs less than a miss.
 */
const ANNOUNCED: readonly RegExp[] = [
  /\b(?:sk|pk|rk)[-_][A-Za-z0-9*_-]{8,}/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hf_|npm_|gsk_|AIza)[A-Za-z0-9_-]{10,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  /(?<=\bBearer\s)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=\b(?:api[-_ ]?key|access[-_ ]?token|secret|password|passwd)["']?\s*(?:is\b|[:=])[\s:="']*)[^\s"',;}]{6,}/gi,
  /(?<=:\/\/)[^\s/:@]+:[^\s/@]+(?=@)/g,
];

/** `text` without what looks like a secret and without any of `known` (the configured key, say). */
export function redact(text: string, known: readonly string[] = []): string {
  let clean = text;
  for (const secret of known) if (secret !== '') clean = clean.replaceAll(secret, REDACTED);
  for (const pattern of ANNOUNCED) clean = clean.replace(pattern, REDACTED);
  return maskSecrets(clean);
}
