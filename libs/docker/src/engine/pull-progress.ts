import type { PullProgress } from '@devbench/core';

interface PullEvent {
  readonly status: string;
  readonly id?: string | undefined;
  readonly progressDetail?:
    { readonly current?: number | undefined; readonly total?: number | undefined } | undefined;
}
interface Layer {
  readonly current: number;
  /** Unknown until its download begins. */
  readonly total: number | undefined;
  readonly done: boolean;
}

const NEW: Layer = { current: 0, total: undefined, done: false };
const LAYER =
  /^(Pulling fs layer|Waiting|Downloading|Verifying|Download complete|Extracting|Pull complete|Already exists)/;

/** Sums up what the engine says of each layer: bytes that have arrived, of all. */
export function createPullProgress(): (event: PullEvent) => PullProgress {
  const layers = new Map<string, Layer>();
  return (event) => {
    const { id, status } = event;
    if (id === undefined || !LAYER.test(status)) return { message: status, ...sumOf(layers) };
    layers.set(id, next(layers.get(id) ?? NEW, event));
    const done = [...layers.values()].filter((layer) => layer.done).length;
    const message = `${status}: ${done} of ${layers.size} layers done`;
    return { message, ...sumOf(layers) };
  };
}

function next(layer: Layer, { status, progressDetail }: PullEvent): Layer {
  const { current = 0, total = layer.total } = progressDetail ?? {};
  if (status === 'Downloading') return { ...layer, current, total };
  if (status === 'Already exists') return { current: 0, total: 0, done: true };
  if (status === 'Pull complete') return { ...whole(layer), done: true };
  return /^(Verifying|Download complete|Extracting)/.test(status) ? whole(layer) : layer;
}

/** A small layer is there before its size was told. */
const whole = (layer: Layer): Layer => {
  const total = layer.total ?? 0;
  return { ...layer, current: total, total };
};

function sumOf(layers: ReadonlyMap<string, Layer>): { current?: number; total?: number } {
  const all = [...layers.values()];
  if (all.length === 0) return {};
  const current = all.reduce((sum, layer) => sum + layer.current, 0);
  if (all.some(({ total }) => total === undefined)) return { current };
  return { current, total: all.reduce((sum, { total = 0 }) => sum + total, 0) };
}
