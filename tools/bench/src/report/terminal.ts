import type { CaseResult, SideResult } from '../harness/result.ts';
import { formatRatio, formatValue, OUTCOME } from './format.ts';
import { grid } from './grid.ts';
import { usageText } from './usage-text.ts';

/** One case as it appears on the terminal when it has ended. */
export function caseText({ name, title, unit, ours, references, verdicts }: CaseResult): string {
  const head = ['', 'p50', 'p95', 'p99', 'n', 'reference / ours'];
  const table = grid([head, ...[ours, ...references].map(row)]);
  const usage = usageText(ours.usage);
  const found = verdicts.map(
    ({ limit, found, outcome }) => `${OUTCOME[outcome]}: ${limit} (${formatValue(found)})`,
  );
  const notes = [ours, ...references].flatMap(({ name, notes, failure }) => [
    ...(failure === undefined ? [] : [`${name} failed: ${failure}`]),
    ...notes.map((note) => `${name}: ${note}`),
  ]);
  const below = [...(usage === '' ? [] : [`ours: ${usage}`]), ...found, ...notes];
  const text = [table, ...below].join('\n').replaceAll(/^/gm, '  ');
  return `${name}: ${title.replaceAll('`', '')} [${unit}]\n${text}\n`;
}

function row({ name, summary, ratio }: SideResult): readonly string[] {
  const { p50, p95, p99, count } = summary ?? {};
  const figures = [p50, p95, p99].map(formatValue);
  return [name, ...figures, String(count ?? 0), ratio ? formatRatio(ratio) : ''];
}
