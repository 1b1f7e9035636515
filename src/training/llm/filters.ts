/** Whether a question is asked at each of the turns it rests on, as in the paper, or at the last of them. */
export const LINKS = ['any', 'last'] as const;
/**
 * Which questions stay. `answerable`: the frozen answer agent gets it right after what one of the
 * built-in managers does with the turn. `decisive`: it does, and would not had the turn been ignored,
 * so that the reward differs between outputs.
 */
export const QUESTION_FILTERS = ['all', 'answerable', 'decisive'] as const;
