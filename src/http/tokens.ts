import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What the bearer of a token may do: `read` changes nothing. */
export type Scope = 'read' | 'full';

export interface Grant {
  token: string;
  scope: Scope;
}

/** 256 random bits, safe in URLs and headers. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether two secrets are equal; how long it takes tells nothing about either. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

/** What a presented token grants, or null. Looks at every grant, so that time does not tell which one fits. */
export function scopeOf(presented: string, grants: readonly Grant[]): Scope | null {
  let scope: Scope | null = null;
  for (const grant of grants) {
    if (sameSecret(presented, grant.token)) scope = grant.scope;
  }
  return scope;
}

/** Of one length whatever the secret's, as `timingSafeEqual` wants it. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
