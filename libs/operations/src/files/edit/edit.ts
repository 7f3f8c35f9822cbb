import { z } from 'zod';

import { LONGEST } from './text-file.ts';

const wellFormed = (text: string) => text.isWellFormed();
const text = z.string().max(LONGEST).refine(wellFormed, 'holds half a surrogate pair');

export const editInput = z.strictObject({
  old_text: text.min(1),
  new_text: text,
  replace_all: z.boolean().default(false),
});

export type Edit = Readonly<z.output<typeof editInput>>;
