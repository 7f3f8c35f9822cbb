export interface Sample {
  /** With the suffix of a histogram. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metric {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HELP = new RegExp(`^# HELP (${NAME}) \\S.*$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const SUFFIX = /_(bucket|sum|count)$/;

/** Reads the text format of Prometheus as strictly as `promtool check metrics`; throws with the line that is wrong. */
export function parsePrometheus(text: string): readonly Metric[] {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const metrics = new Map<string, Metric & { samples: Sample[] }>();
  let helped = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, help] = HELP.exec(line) ?? [];
    const [, name, type] = TYPE.exec(line) ?? [];
    if (help !== undefined) helped = help;
    else if (name !== undefined && type !== undefined) {
      if (helped !== name) throw new Error(`No HELP before: ${line}`);
      if (metrics.has(name)) throw new Error(`Twice: ${line}`);
      if (type === 'counter' && !name.endsWith('_total')) throw new Error(`No _total: ${line}`);
      metrics.set(name, { name, type, samples: [] });
    } else {
      const sample = parseSample(line);
      const metric = metrics.get(sample.name) ?? metrics.get(sample.name.replace(SUFFIX, ''));
      if (metric?.name !== helped) throw new Error(`Not below its TYPE: ${line}`);
      metric.samples.push(sample);
    }
  }
  const all = [...metrics.values()];
  for (const metric of all) checkSamples(metric);
  return all;
}

function parseSample(line: string): Sample {
  const [, name = '', inner = '', value = ''] = SAMPLE.exec(line) ?? [];
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  for (let at = 0; at < inner.length; at = LABEL.lastIndex) {
    const [, label = '', text = ''] = LABEL.exec(inner) ?? [];
    if (label === '' || label in labels) throw new Error(`Bad labels: ${line}`);
    labels[label] = text;
  }
  const number = value === '+Inf' ? Infinity : Number(value);
  if (name === '' || Number.isNaN(number)) throw new Error(`No sample: ${line}`);
  return { name, labels, value: number };
}

function checkSamples({ name, type, samples }: Metric): void {
  const keys = samples.map((sample) => JSON.stringify([sample.name, sample.labels]));
  if (new Set(keys).size !== keys.length) throw new Error(`${name} has a sample twice.`);
  if (type !== 'histogram') return;
  const series = Map.groupBy(samples, ({ labels: { le: _, ...rest } }) => JSON.stringify(rest));
  for (const each of series.values()) {
    const buckets = each.filter((sample) => sample.name === `${name}_bucket`);
    const counts = buckets.map(({ value }) => value);
    const count = each.find((sample) => sample.name === `${name}_count`)?.value;
    const rising = counts.every((value, index) => value >= (counts[index - 1] ?? 0));
    if (!rising || buckets.at(-1)?.labels.le !== '+Inf' || counts.at(-1) !== count)
      throw new Error(`The buckets of ${name} do not add up.`);
  }
}
