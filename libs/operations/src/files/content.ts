import { AppError } from '@devbench/core';
import { z } from 'zod';

export const ENCODINGS = ['utf-8', 'base64'] as const;

/** Permission bits as callers write them. */
export const modeInput = z.string().regex(/^0?[0-7]{3}$/, 'octal, such as 0644');

export const parseMode = (mode: string): number => Number.parseInt(mode, 8);

/** @throws AppError `invalid_argument` */
export function bytesOf(content: string, encoding: (typeof ENCODINGS)[number]): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(content);
  const compact = content.replaceAll(/\s/g, '');
  const data = Buffer.from(compact, 'base64');
  const same = data.toString('base64').replace(/=+$/, '') === compact.replace(/=+$/, '');
  if (!same) throw new AppError('invalid_argument', 'content is not valid base64.');
  return data;
}
