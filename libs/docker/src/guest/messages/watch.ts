import { PayloadWriter } from '../wire/payload-writer.ts';

export const encodeWatch = (watch: number, path: string) =>
  new PayloadWriter().u32(watch).str(path).finish();

export const encodeUnwatch = (watch: number) => new PayloadWriter().u32(watch).finish();
