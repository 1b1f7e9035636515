/** How a piece of a text is made a sentence of its own. */

export const capital = (text: string): string =>
  text.replace(/^\p{Ll}/u, (first) => first.toUpperCase());

/** With a full stop, unless it ends already. */
export const sentence = (text: string): string =>
  /[.!?。！？]["'”’)]*$/.test(text) ? text : `${text}.`;

/** A clause ends with its last word, before the bracket of a date that is not closed behind it. */
export const closedBracket = (clause: string): string =>
  /\([^()]*$/.test(clause) ? `${clause})` : clause;
