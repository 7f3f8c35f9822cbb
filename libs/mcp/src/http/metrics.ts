import type { RequestListener } from 'node:http';

import express, { type RequestHandler } from 'express';
import helmet from 'helmet';

import { senderOf } from './authenticate.ts';
import { refuse } from './refuse.ts';

type Metrics = () => Promise<string>;

const send =
  (metrics: Metrics): RequestHandler =>
  async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await metrics());
  };

/** They add up what all do, which is no tenant's business. */
export const metricsForAdmins = (metrics: Metrics): RequestHandler[] => [
  (request, response, next) => {
    if (senderOf(request).scopes.includes('admin')) next();
    else refuse(response, 403, 'Metrics are for administrators.');
  },
  send(metrics),
];

/** Nothing but `/metrics`, for whoever reaches it. */
export const createMetricsHandler = (metrics: Metrics): RequestListener =>
  express().disable('x-powered-by').use(helmet()).get('/metrics', send(metrics));
