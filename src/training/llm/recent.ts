/** A map that forgets what was not asked for longest, so that a service can run for days. */
export class Recent<V> {
  readonly #kept = new Map<string, V>();

  constructor(private readonly capacity: number) {}

  /** The value of a key, made where it is not there. A promise that fails is forgotten. */
  get(key: string, make: () => V): V {
    const known = this.#kept.get(key);
    const value = known ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, value);
    if (this.#kept.size > this.capacity) {
      const [oldest] = this.#kept.keys();
      if (oldest !== undefined) this.#kept.delete(oldest);
    }
    if (known === undefined && value instanceof Promise) value.catch(() => this.#kept.delete(key));
    return value;
  }
}
