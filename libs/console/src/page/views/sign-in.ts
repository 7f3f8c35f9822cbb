import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { signIn } from '../state/session.ts';

/** Asks for a token, which stays in this tab. */
export function SignIn({ problem }: { problem: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [problem]);

  const submit = (event: Event) => {
    event.preventDefault();
    const value = field.current?.value.trim() ?? '';
    if (value !== '') signIn(value);
  };
  return h(
    'main',
    { class: 'sign-in' },
    h(
      'form',
      { class: 'card', onSubmit: submit },
      h('img', { src: 'icon.svg', alt: '', width: 36, height: 36 }),
      h('h1', {}, 'DevBench console'),
      h('p', { class: 'muted', id: 'token-hint' }, [
        'Enter the token that your MCP client uses. It stays in this tab until you close it.',
      ]),
      h('label', { for: 'token' }, 'Token'),
      h('input', {
        id: 'token',
        ref: field,
        type: 'password',
        autoComplete: 'off',
        spellcheck: false,
        required: true,
        'aria-describedby': problem === '' ? 'token-hint' : 'token-problem',
        'aria-invalid': problem !== '',
      }),
      problem !== '' && h('p', { id: 'token-problem', class: 'problem', role: 'alert' }, problem),
      h('button', { type: 'submit', class: 'primary' }, 'Sign in'),
    ),
  );
}
