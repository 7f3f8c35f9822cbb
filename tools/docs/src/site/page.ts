interface Page {
  readonly title: string;
  readonly menu: readonly { title: string; href: string; current: boolean }[];
  /** Made from our own Markdown. */
  readonly body: string;
}

export const page = ({ title, menu, body }: Page): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title} · DevBench</title>
    <link rel="stylesheet" href="${rootFrom(menu)}style.css" />
  </head>
  <body>
    <nav aria-label="Pages">
      <ul>
${menu.map(entry).join('\n')}
      </ul>
    </nav>
    <main>
${body}
    </main>
  </body>
</html>
`;

const entry = ({ title, href, current }: Page['menu'][number]) =>
  `        <li><a href="${href}"${current ? ' aria-current="page"' : ''}>${title}</a></li>`;

/** The first entry is the start page, which lies in the root. */
const rootFrom = (menu: Page['menu']) => menu[0]?.href.replace('index.html', '') ?? '';
