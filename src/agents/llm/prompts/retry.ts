/** Added to the user message when a reply could not be used; the problems are ours, not the model's words. */
export function retryNote(problems: readonly string[]): string {
  return `\n\nYour last reply could not be used: ${problems.slice(0, 5).join('; ')}. Reply again with the complete JSON object and nothing else.`;
}
