import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { REFERENCE } from './folder.ts';
import { pages } from './pages.ts';

await mkdir(REFERENCE, { recursive: true });
for (const [name, text] of await pages()) await writeFile(join(REFERENCE, name), text);
