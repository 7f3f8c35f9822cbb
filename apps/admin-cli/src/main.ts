#!/usr/bin/env node
import { loadCompiled } from '@devbench/kernel/compile-cache';

const { run } = await loadCompiled(process.env, () => import('./run.ts'));
await run();
