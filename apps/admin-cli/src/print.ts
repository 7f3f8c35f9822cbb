// eslint-disable-next-line no-control-regex -- these are what is removed
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Names and labels may come from a container, which must not speak to the terminal. */
export const harmless = (text: string): string => text.replaceAll(CONTROL, '�');

export const print = (text: string): void => void process.stdout.write(`${harmless(text)}\n`);

export const printJson = (value: unknown): void => print(JSON.stringify(value, undefined, 2));
