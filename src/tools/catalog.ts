import { answer } from './answer.js';
import type { ToolDefinition } from './definition.js';
import { forget } from './forget.js';
import { history } from './history.js';
import { recall } from './recall.js';
import { remember } from './remember.js';
import { undo } from './undo.js';

/** Every tool, in the order clients list them. The order is fixed: clients cache prompts on it. */
export const TOOLS: readonly ToolDefinition[] = [remember, recall, answer, forget, history, undo];
