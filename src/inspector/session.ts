import { randomToken, sameSecret, type Scope } from '../http/tokens.js';

/**
 * Who may use the page. A link carries a code that can be exchanged once for a session's token, so that
 * what stays behind of the link (shell, browser history, the list of processes) opens nothing.
 */
export class Sessions {
  readonly #codes = new Set<string>();
  readonly #tokens = new Set<string>();

  constructor(private readonly random: () => string = randomToken) {}

  /** A code for one link. */
  issueCode(): string {
    const code = this.random();
    this.#codes.add(code);
    return code;
  }

  /** A new session's token for an unused code; null for any other text. */
  redeem(presented: string): string | null {
    const code = find(this.#codes, presented);
    if (code === null) return null;
    this.#codes.delete(code);
    const token = this.random();
    this.#tokens.add(token);
    return token;
  }

  scopeOf(presented: string): Scope | null {
    return find(this.#tokens, presented) === null ? null : 'full';
  }
}

function find(secrets: Iterable<string>, presented: string): string | null {
  let found: string | null = null;
  for (const secret of secrets) if (sameSecret(secret, presented)) found = secret;
  return found;
}
