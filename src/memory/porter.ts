/**
 * The Porter stemmer (M. F. Porter 1980, "An algorithm for suffix stripping") with its author's later
 * amendments ("technology" → "technolog"), as NLTK has it and so the official LoCoMo F1. Lower case in.
 */
export { stemmer as porterStem } from 'stemmer';
