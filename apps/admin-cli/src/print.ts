/** Names and labels may come from a container, which must not speak to the terminal. */
export const print = (text: string): void => {
  // eslint-disable-next-line no-control-regex -- these are what is removed
  process.stdout.write(`${text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '�')}\n`);
};
