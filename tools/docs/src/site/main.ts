/** `npm run docs:site -- FOLDER` writes the docs as a static site. */
import { buildSite } from './build-site.ts';

const [folder = 'tmp/site'] = process.argv.slice(2);
const written = await buildSite(folder);
process.stdout.write(`${String(written.length)} pages in ${folder}\n`);
