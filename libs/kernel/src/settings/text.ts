import { z } from 'zod';

/** What the text of a variable may be, and what it means. */
export const text = z.string().trim().min(1);

export const flag = z.stringbool({ error: 'must be true or false' });

export const number = (min: number, max: number) =>
  text
    .refine((value) => /^\d+(\.\d+)?$/.test(value), 'must be a number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

export const integer = (min: number, max: number) =>
  number(min, max).refine(Number.isInteger, 'must be a whole number');

export const list = text.transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** In any case; `DEBUG` is `debug`. */
export const choice = <const Value extends string>(values: readonly Value[]) =>
  text.toLowerCase().pipe(z.enum(values, { error: `must be one of ${values.join(', ')}` }));

/** Images of the warm pool, each with its profile when that is not the default. */
export const kinds = list.pipe(
  z
    .array(
      z
        .string()
        .regex(/^\S+(\s+(hardened|buildable))?$/, 'must be images, alone or with a profile')
        .transform((item) => item.split(/\s+/) as [string, ('hardened' | 'buildable')?])
        .transform(([image, profile]) => ({ image, profile })),
    )
    .min(1),
);
