import { Presets, SingleBar } from 'cli-progress';
import { locksOf } from '../store/maintenance.js';
import { reembed } from '../store/reembed.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';

/** Embeds everything with the embedder that is set now; an interrupted run goes on where it stopped. */
export async function reembedStore({ settings, runtime }: CommandContext): Promise<void> {
  const embedder = await runtime.embedder();
  const bar = new SingleBar(
    { format: '{bar} {value}/{total} {eta_formatted}', stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(1, 0);
  try {
    const outcome = await reembed({
      uri: settings.storeUri,
      locks: locksOf(settings.storeUri),
      embedder,
      signal: interruptSignal(),
      onProgress: (done, total) => {
        bar.setTotal(total);
        bar.update(done);
      },
    });
    bar.stop();
    const said = {
      'nothing-stored': `Nothing is stored at ${settings.storeUri} yet.`,
      'up-to-date': `Everything is embedded with ${embedder.name} already.`,
      done: `Everything is now embedded with ${embedder.name}. Restart servers that still use another embedder.`,
    };
    print(said[outcome]);
  } finally {
    bar.stop();
  }
}
