import { demand, open, request } from './request.mjs';

/** @typedef {import('./endpoint.mjs').Endpoint} Endpoint */

const CONNECT_MS = 10_000;
const SILENCE_MS = 60_000;
const BUILT = 'com.mcp.devbench.built';
const RECIPE = 'com.mcp.devbench.recipe';

/**
 * Whether the engine has the image: any that was not built here, or one built by this recipe.
 * @param {Endpoint} endpoint
 * @param {string} reference
 * @param {string} [recipe]
 */
export async function hasImage(endpoint, reference, recipe) {
  const { status, body } = await request(endpoint, 'GET', `/images/${reference}/json`);
  if (status !== 200) return false;
  const labels = JSON.parse(body.toString()).Config?.Labels ?? {};
  return !recipe || labels[BUILT] !== 'true' || labels[RECIPE] === recipe;
}

/**
 * Pulls an image; gives up soon when no registry begins to answer.
 * @param {Endpoint} endpoint
 * @param {string} reference
 * @returns {Promise<string | undefined>} why it could not be pulled
 */
export async function pull(endpoint, reference) {
  const stop = new AbortController();
  let watchdog = setTimeout(() => stop.abort(), CONNECT_MS);
  try {
    const { name, tag } = splitReference(reference);
    const query = new URLSearchParams({ fromImage: name, tag });
    const response = await open(endpoint, 'POST', `/images/create?${query}`, {
      signal: stop.signal,
    });
    let text = '';
    for await (const chunk of response) {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => stop.abort(), SILENCE_MS);
      text = (text + chunk).slice(-4096);
    }
    // Early failures come as a status, late ones inside the stream of a 200.
    return /"(?:error|message)":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll('\\"', '"');
  } catch (error) {
    return stop.signal.aborted ? 'no registry answers' : String(error);
  } finally {
    clearTimeout(watchdog);
  }
}

/** @param {string} reference */
export function splitReference(reference) {
  const digest = reference.indexOf('@');
  if (digest > 0) return { name: reference.slice(0, digest), tag: reference.slice(digest + 1) };
  const colon = reference.lastIndexOf(':');
  if (colon <= reference.lastIndexOf('/')) return { name: reference, tag: 'latest' };
  return { name: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

/** @param {string} recipe */
export const builtHere = (recipe) => `LABEL ${BUILT}=true ${RECIPE}=${recipe}`;

/**
 * Makes an image of a root file system.
 * @param {Endpoint} endpoint
 * @param {string} reference
 * @param {import('node:stream').Readable | Buffer} tar
 * @param {readonly string[]} changes Dockerfile instructions
 */
export async function importImage(endpoint, reference, tar, changes) {
  const { name, tag } = splitReference(reference);
  const query = new URLSearchParams({ fromSrc: '-', repo: name, tag });
  for (const change of changes) query.append('changes', change);
  const answer = (
    await demand(endpoint, 'POST', `/images/create?${query}`, { body: tar })
  ).toString();
  if (answer.includes('"error"'))
    throw new Error(`The engine could not import ${reference}: ${answer}`);
}
