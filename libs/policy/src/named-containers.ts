import type { HostContainer } from '@devbench/core';

import { glob } from './glob.ts';

/** Whether a container is one that the operator named: by a glob of its name, or by a label. */
export function isNamed(
  { names, labels }: Pick<HostContainer, 'names' | 'labels'>,
  patterns: readonly string[],
): boolean {
  return patterns.some((pattern) => {
    const label = /^label=([^=]+)(?:=(.*))?$/s.exec(pattern);
    if (!label) return names.some((name) => glob(pattern)(name));
    const [, key = '', value] = label;
    return Object.hasOwn(labels, key) && (value === undefined || labels[key] === value);
  });
}
