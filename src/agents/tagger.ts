import nlp from 'compromise';
import { applyRules } from './tag-rules.js';

/** A word as the tagger gives it. */
export interface TaggedTerm {
  text: string;
  normal: string;
  implicit?: string;
  root?: string | null;
  tags: string[];
  pre: string;
  post: string;
}

nlp.plugin({ compute: { postTagger: applyRules } });
// Nothing here reads the phrases that the tagger would find, which takes a part of its time.
const steps = nlp.hooks();
steps.splice(steps.indexOf('chunks'), 1);

// `root` is understood but missing from the package's types.
const FIELDS: { terms: Record<string, boolean> } = {
  terms: {
    text: true,
    normal: true,
    implicit: true,
    root: true,
    tags: true,
    pre: true,
    post: true,
  },
};

/** The words of a text with their tags, sentence after sentence. */
export function tagTerms(text: string): TaggedTerm[] {
  const doc = nlp(text);
  doc.compute('root');
  return (doc.json(FIELDS) as { terms: TaggedTerm[] }[]).flatMap(({ terms }) => terms);
}
