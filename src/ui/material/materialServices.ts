import type { PromptsServices } from '../prompts/promptsServices';

/** Services that this room takes. */
export type MaterialServices = PromptsServices;
