#!/usr/bin/env node
import { loadCompiled } from '@devbench/kernel/compile-cache';

const { serve } = await loadCompiled(process.env, () => import('./serve.ts'));
await serve();
