/**
 * Keys and tokens by the shapes their issuers give them, private keys, and the numbers of payment cards. No
 * false alarm may cost a user what was said: a password or PIN in plain words has no shape and is not
 * among these.
 */
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // OpenAI, Anthropic, OpenRouter, Stripe and others that follow them.
  /\b[spr]k[-_](?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{16,}/g,
  // GitHub, GitLab, Slack, Hugging Face, npm, PyPI, Groq, Docker, Shopify, DigitalOcean, Google.
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|xapp-|hf_|npm_|pypi-|gsk_|dckr_pat_|shp(?:at|ca|pa|ss)_|do[opr]_v1_|AIza)[A-Za-z0-9_-]{16,}/g,
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g,
  // AWS: the key's id, and the key behind its name.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /(?<=secret[\w ]{0,20}["']?\s{0,3}(?:is|[:=])\s{0,3}["']?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
  // JSON Web Tokens, and what an HTTP header carries.
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /(?<=\bBearer\s)(?=[A-Za-z._~+/=-]*\d)[A-Za-z0-9._~+/=-]{20,}/gi,
  // The password in a URL.
  /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]+(?=@)/g,
];

/** Sixteen digits as Visa, Mastercard and Discover number them, or fifteen as American Express does. */
const CARD =
  /(?<![\d+.-])(?:(?:[4-6]\d{3}|2[2-7]\d{2})(?:[ -]?\d{4}){3}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?![.-]?\d)/g;

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** `text` with every recognisable key, token and card number replaced. */
export function maskSecrets(text: string): string {
  const masked = SHAPES.reduce((clean, shape) => clean.replace(shape, REDACTED), text);
  return masked.replace(CARD, (digits) => (hasCheckDigit(digits) ? REDACTED : digits));
}

/** Luhn's check, which every card number passes and nine of ten others do not. */
function hasCheckDigit(number: string): boolean {
  let sum = 0;
  for (const [at, digit] of [...number.replace(/\D/g, '')].reverse().entries()) {
    const weighted = Number(digit) * (at % 2 === 0 ? 1 : 2);
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
