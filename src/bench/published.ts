/** A result on LoCoMo as its authors print it, times 100. */
export interface Published {
  method: string;
  f1: number;
  bleu1: number;
  judge: number;
}

/** The language model that answers in the published rows. */
export const PUBLISHED_READER = 'LLaMA-3.1-8B';
/** Categories 1 to 4 of eight of the ten dialogues, conv-26 and conv-30 left out. */
export const PUBLISHED_QUESTIONS = 1307;

/** Yan et al. 2025, "Memory-R1", arXiv 2508.19828v5. */
export const PUBLISHED: readonly Published[] = [
  { method: 'RAG', f1: 11.41, bleu1: 8.71, judge: 13.62 },
  { method: 'A-Mem', f1: 29.2, bleu1: 24.4, judge: 44.76 },
  { method: 'Mem0', f1: 30.41, bleu1: 22.22, judge: 45.68 },
  { method: 'MemoryOS', f1: 35.04, bleu1: 27.99, judge: 48.2 },
  { method: 'Memory-SFT', f1: 42.81, bleu1: 32.98, judge: 58.76 },
  { method: 'Memory-R1-PPO', f1: 41.05, bleu1: 32.91, judge: 57.54 },
  { method: 'Memory-R1-GRPO', f1: 45.02, bleu1: 37.51, judge: 62.74 },
];
