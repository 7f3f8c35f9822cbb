import type { CaseResult, RunResult, SideResult } from '../harness/result.ts';
import type { Changes } from './baseline.ts';
import { curvesOf } from './curves.ts';
import { formatRatio, formatValue, OUTCOME, withUnit } from './format.ts';
import { usageText } from './usage-text.ts';

/** The report of a run; plots are files beside it. */
export function markdown(run: RunResult, changes?: Changes): string {
  const sections = run.cases.map(section);
  return [
    '# Bench',
    '',
    heading(run),
    '',
    ...overview(run.cases),
    '',
    ...(changes ? changed(changes) : []),
    ...growth(run.cases),
    ...sections,
  ].join('\n');
}

function heading({ at, commit, image, quick, machine }: RunResult): string {
  const { cpu, cores, kernel, node, engine, cli, load } = machine;
  return [
    `Made by \`npm run bench${quick ? ' -- --quick' : ''}\` at ${at}, commit ${commit}: ${cores} × ${cpu},`,
    `Linux ${kernel}, engine ${engine}, Docker CLI ${cli}, Node ${node}, image \`${image}\`;`,
    `load ${formatValue(load[0])} before and ${formatValue(load[1])} after.`,
    'All sides of a case run in turn on the same engine with the same image and the same hardening flags.',
    'Ratios are reference over ours at p50, with the quartiles of single rounds; above 1 we are better.',
  ].join('\n');
}

function overview(cases: readonly CaseResult[]): readonly string[] {
  const rows = cases.flatMap(({ name, title, unit, ours, references, reason, verdicts }) =>
    references.map((reference, index) =>
      tableRow([
        index === 0 ? `[${title}](#${name})` : '',
        index === 0 ? withUnit(ours.summary?.p50, unit) : '',
        `${reference.name} ${withUnit(reference.summary?.p50, unit)}`,
        formatRatio(reference.ratio),
        index === 0
          ? verdicts.map(({ limit, outcome }) => `${limit}: ${OUTCOME[outcome]}`).join('; ')
          : '',
        reference.ratio && reference.ratio.value < 1 ? (reason ?? 'not known yet') : '',
      ]),
    ),
  );
  const head = ['Work', 'Ours', 'Reference', 'Ratio', 'Must hold', 'Where we lose, and why'];
  return [tableRow(head), tableRow(head.map(() => '---')), ...rows];
}

/** The ratios that moved by more than the noise. */
function changed({ since, changes }: Changes): readonly string[] {
  const head = ['Ratio', 'Before', 'Now', ''];
  const rows = changes.map(({ what, before, now, direction }) =>
    tableRow([what, before, now, direction]),
  );
  const table = [tableRow(head), tableRow(head.map(() => '---')), ...rows, ''];
  return [`## What changed since ${since}`, '', ...table];
}

function growth(cases: readonly CaseResult[]): readonly string[] {
  const curves = curvesOf(cases);
  const pictures = curves.flatMap(({ name, of }) => [`![${name} by ${of}](curve-${name}.svg)`, '']);
  return curves.length === 0 ? [] : ['## How it grows', '', ...pictures];
}

function section({ name, title, unit, ours, references }: CaseResult): string {
  const head = ['', 'p50', 'p95', 'p99', 'least', 'most', 'n'];
  const usage = usageText(ours.usage);
  const sides = [ours, ...references];
  return [
    `## ${name}`,
    '',
    `${title}, in ${unit}.`,
    '',
    `![${name}](${name}.svg)`,
    '',
    tableRow(head),
    tableRow(head.map(() => '---')),
    ...sides.map(figures),
    '',
    ...(usage === '' ? [] : [`Ours: ${usage}.`, '']),
    ...sides.flatMap(({ name, failure }) =>
      failure === undefined ? [] : [`${name} failed: ${failure}`, ''],
    ),
  ].join('\n');
}

function figures({ name, summary }: SideResult): string {
  const { p50, p95, p99, min, max, count } = summary ?? {};
  return tableRow([name, ...[p50, p95, p99, min, max].map(formatValue), String(count ?? 0)]);
}

const tableRow = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
