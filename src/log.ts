/** Where diagnostics go. Never stdout: that belongs to JSON-RPC. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/** One line a message, prefixed, on the given stream (stderr). Never logs what users stored. */
export function createLog(stream: { write(text: string): unknown }): Log {
  const line = (level: string, message: string) =>
    void stream.write(`memory-r1 ${level}: ${message.replaceAll('\n', ' ')}\n`);
  return {
    info: (message) => line('info', message),
    warn: (message) => line('warn', message),
  };
}
