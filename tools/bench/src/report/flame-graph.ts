import { z } from 'zod';

const node = z.object({
  id: z.number(),
  callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
  children: z.array(z.number()).optional(),
});
const cpuProfile = z.object({
  nodes: z.array(node),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

type Node = z.output<typeof node>;
type Profile = z.output<typeof cpuProfile>;

const [WIDTH, ROW, LEAST] = [1200, 17, 0.5];
/** While it waits it costs nothing. */
const WAITING: ReadonlySet<string> = new Set(['(idle)']);

/** A flame graph of a CPU profile as an SVG: width is time, hover tells which function. */
export function flameGraph(text: string): string {
  const { nodes, samples, timeDeltas } = cpuProfile.parse(JSON.parse(text)) satisfies Profile;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    const waits = WAITING.has(byId.get(id)?.callFrame.functionName ?? '');
    if (!waits) own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const totals = new Map<number, number>();
  const total = ({ id, children = [] }: Node): number => {
    const below = children.flatMap((child) => byId.get(child) ?? []).map(total);
    const sum = below.reduce((left, right) => left + right, own.get(id) ?? 0);
    totals.set(id, sum);
    return sum;
  };
  const root = nodes[0];
  if (!root) return '';
  const scale = WIDTH / Math.max(1, total(root));
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (node: Node, x: number, depth: number): void => {
    const micros = totals.get(node.id) ?? 0;
    if (micros * scale < LEAST) return;
    deepest = Math.max(deepest, depth);
    boxes.push(box(node, { x, y: depth * ROW, width: micros * scale, micros }));
    let left = x;
    for (const child of node.children ?? []) {
      const below = byId.get(child);
      if (below) draw(below, left, depth + 1);
      left += (totals.get(child) ?? 0) * scale;
    }
  };
  draw(root, 0, 0);
  const height = (deepest + 1) * ROW;
  const size = `viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="11">\n${boxes.join('\n')}\n</svg>\n`;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly micros: number;
}

function box({ id, callFrame }: Node, { x, y, width, micros }: Place): string {
  const { functionName, url, lineNumber } = callFrame;
  const name = escape(functionName === '' ? '(anonymous)' : functionName);
  const where = escape(`${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`);
  const hue = 10 + ((id * 37) % 45);
  const label = width > 40 ? name.slice(0, Math.floor(width / 6.5)) : '';
  return [
    `<g><title>${name} ${where}: ${(micros / 1000).toFixed(1)} ms</title>`,
    `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="hsl(${hue} 80% 65%)"/>`,
    `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${label}</text></g>`,
  ].join('');
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
