import type { operations } from '@devbench/kernel';
import { type Command, Option } from 'commander';

type Operation = (typeof operations)[number];

interface Field {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
}

const optionOf = (input: string) => input.replaceAll('_', '-');
const keyOf = (input: string) =>
  input.replaceAll(/_(.)/g, (_all, letter: string) => letter.toUpperCase());

/** An option for each of the inputs, as the operation describes them. */
export function addInputs(command: Command, { input }: Operation, names: readonly string[]): void {
  const { properties = {} } = input.toJSONSchema({ io: 'input' });
  for (const name of names) {
    const { type, enum: choices, description = '' } = properties[name] as Field;
    const value = type === 'boolean' ? '' : ` <${choices ? 'which' : (type ?? 'value')}>`;
    const option = new Option(`--${optionOf(name)}${value}`, description);
    if (choices) option.choices(choices);
    if (type === 'integer' || type === 'number') option.argParser(Number);
    command.addOption(option);
  }
}

/** What was said, under the names of the operation. */
export function inputsOf(
  options: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  const said = names.map((name) => [name, options[keyOf(name)]] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}
